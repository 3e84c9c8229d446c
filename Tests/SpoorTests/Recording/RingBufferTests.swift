import TestSupport
import Testing

@testable import Spoor

@Suite struct RingBufferTests {
  @Test func `elements leave in the order in which they came, however it grew between`() {
    var random = SeededGenerator(seed: 7)
    var ring = RingBuffer<Int>()
    var model: [Int] = []
    for number in 0..<5_000 {
      if Int.random(in: 0..<5, using: &random) < 3 {
        ring.append(number)
        model.append(number)
      } else if Bool.random(using: &random) {
        #expect(ring.popFirst() == (model.isEmpty ? nil : model.removeFirst()))
      } else {
        let limit = Int.random(in: 0..<20, using: &random)
        #expect(ring.popFirst(atMost: limit) == Array(model.prefix(limit)))
        model.removeFirst(min(limit, model.count))
      }
      #expect(ring.count == model.count)
      #expect(ring.isEmpty == model.isEmpty)
    }
  }
}
