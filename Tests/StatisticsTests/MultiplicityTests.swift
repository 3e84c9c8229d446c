import Statistics
import Testing

/// p-values of families of tests.
struct MultiplicityTests {
  @Test func `adjusted p-values are those of statsmodels`() throws {
    for item in try GoldenCase.all("multiplicity") {
      let family = try item.list("p")
      let hochberg = benjaminiHochbergAdjusted(family)
      let holm = holmAdjusted(family)
      #expect(hochberg.count == family.count && holm.count == family.count)
      for index in family.indices {
        #expect(item.expect("bh\(index)", hochberg[index], relative: 1e-13))
        #expect(item.expect("holm\(index)", holm[index], relative: 1e-13))
      }
    }
  }

  @Test func `adjusting keeps the order and never lessens a p-value`() {
    var generator = SplitMix64(seed: 3)
    for _ in 0..<200 {
      let family = (0..<Int.random(in: 1...20, using: &generator)).map { _ in
        Double.random(in: 0...1, using: &generator)
      }
      for adjusted in [benjaminiHochbergAdjusted(family), holmAdjusted(family)] {
        for (first, raw) in family.enumerated() {
          #expect(adjusted[first] >= raw && adjusted[first] <= 1)
          #expect(family.indices.allSatisfy { family[$0] < raw || adjusted[$0] >= adjusted[first] })
        }
      }
    }
  }
}
