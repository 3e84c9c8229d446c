import Statistics

/// Random numbers of a seed: the same on every run and machine.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var source: SplitMix64

  package init(seed: UInt64) {
    source = SplitMix64(seed: seed)
  }

  package mutating func next() -> UInt64 { source.next() }
}

extension SeededGenerator {
  /// True in so many of a hundred calls.
  package mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &self) < percent
  }
}
