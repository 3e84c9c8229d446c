#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Random numbers of a seed: the same on every run and machine.
public struct RandomSource: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Numbers that depend on nothing but the seed.
  public init(seed: UInt64) {
    state = seed
  }

  /// SplitMix64, as published by Steele, Lea and Flood (2014).
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// A number from 0 up to 1.
  public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A whole number from 0 up to `bound`.
  ///
  /// The bias of the remainder is below `bound` / 2^64.
  public mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// A log-normal number of the given median and spread (the standard deviation of its
  /// logarithm), by Box and Muller.
  public mutating func logNormal(median: Double, spread: Double) -> Double {
    let radius = (-2 * log(1 - unit())).squareRoot()
    return median * exp(spread * radius * cos(2 * .pi * unit()))
  }
}
