@testable import SpoorTracing
import TestSupport
import Testing
import TraceModel

@Suite struct IDGeneratorTests {
  @Test func `ids do not repeat, also where many threads take them`() async {
    let ids = IDGenerator()
    let made = await withTaskGroup(of: [UInt64].self) { group in
      for _ in 0..<8 {
        group.addTask { (0..<20_000).map { _ in ids.makeSpanID().rawValue } }
      }
      return await group.reduce(into: Set<UInt64>()) { $0.formUnion($1) }
    }
    #expect(made.count == 160_000)
  }

  @Test func `every bit of a trace id is set half of the time, whatever the others`() {
    var source = SeededGenerator(seed: 3)
    let ids = IDGenerator(using: &source)
    let count = 20_000
    var setCounts = [Int](repeating: 0, count: 128)
    var agreeing = [Int](repeating: 0, count: 127)
    for _ in 0..<count {
      let id = ids.makeTraceID()
      let bits = (0..<128).map { bit in (bit < 64 ? id.low >> bit : id.high >> (bit - 64)) & 1 }
      for bit in 0..<128 where bits[bit] == 1 { setCounts[bit] += 1 }
      for bit in 0..<127 where bits[bit] == bits[bit + 1] { agreeing[bit] += 1 }
    }
    // Six standard deviations.
    let most = 6 * (Double(count) / 4).squareRoot()
    for tally in setCounts + agreeing { #expect(abs(Double(tally) - Double(count) / 2) < most) }
  }

  @Test func `two processes make different ids`() {
    var source = SeededGenerator(seed: 4)
    let first = IDGenerator(using: &source)
    let second = IDGenerator(using: &source)
    var all: Set<TraceID> = []
    for _ in 0..<1_000 { all.formUnion([first.makeTraceID(), second.makeTraceID()]) }
    #expect(all.count == 2_000)
  }
}
