#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How long tests that can go on for ever should.
package enum Soak {
  /// Seconds a test may take, from `SPOOR_SOAK`; nil in an ordinary run, which is short.
  package static let seconds: Int? = environmentInteger("SPOOR_SOAK")

  /// How many random queries to ask, from `SPOOR_QUERIES`; nil in an ordinary run.
  package static let queryCount: Int? = environmentInteger("SPOOR_QUERIES")

  /// Rounds for an ordinary run; in a soak, rounds go on until its time is over.
  package static func rounds(_ ordinary: Int) -> SoakRounds {
    SoakRounds(ordinaryCount: ordinary, deadline: seconds.map { .now + .seconds($0) })
  }

  /// A seed nobody chose, printed by the tests that fail; `SPOOR_SEED` repeats one.
  package static func seed() -> UInt64 {
    environmentInteger("SPOOR_SEED").map { UInt64($0) } ?? .random(in: 0..<1 << 62)
  }
}

/// The numbers of rounds, from 0 on.
package struct SoakRounds: Sequence, IteratorProtocol {
  let ordinaryCount: Int
  let deadline: ContinuousClock.Instant?
  private var count = 0

  init(ordinaryCount: Int, deadline: ContinuousClock.Instant?) {
    self.ordinaryCount = ordinaryCount
    self.deadline = deadline
  }

  package mutating func next() -> Int? {
    guard count < ordinaryCount || deadline.map({ .now < $0 }) == true else { return nil }
    defer { count += 1 }
    return count
  }
}

private func environmentInteger(_ name: String) -> Int? {
  // Safe: nothing in the tests changes the environment.
  unsafe getenv(name).flatMap { unsafe Int(String(cString: $0)) }
}
