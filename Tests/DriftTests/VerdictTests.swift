import Drift
import Testing

@Test func `a report of a worse metric has regressed`() {
  #expect(Verdict(rawValue: "regressed") == .regressed)
}
