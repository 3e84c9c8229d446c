import Synchronization
import TraceModel

/// Makes ids of traces and spans.
///
/// A counter, shared by all threads, run through the finaliser of SplitMix64: a call costs one
/// atomic addition and no system call. Within a process ids repeat after 2^64 of them, and two
/// processes make the same trace ids only if two seeds of 64 bits agree. All bits are random enough
/// for samplers to go by; they are no secret.
final class IDGenerator: Sendable {
  private let counter = Atomic<UInt64>(0)
  private let highSeed: UInt64
  private let lowSeed: UInt64

  init(using source: inout some RandomNumberGenerator) {
    highSeed = source.next()
    lowSeed = source.next()
  }

  convenience init() {
    var source = SystemRandomNumberGenerator()
    self.init(using: &source)
  }

  func makeTraceID() -> TraceID {
    while true {
      let number = next()
      if let id = TraceID(high: mix(highSeed &+ number &* 3), low: mix(lowSeed &+ number)) {
        return id
      }
    }
  }

  func makeSpanID() -> SpanID {
    while true {
      // Zero, which is no id, comes once in 2^64.
      if let id = SpanID(rawValue: mix(highSeed ^ lowSeed &+ next())) { return id }
    }
  }

  private func next() -> UInt64 {
    // The golden ratio's fraction in 64 bits, which spreads neighbours far apart.
    counter.wrappingAdd(0x9E37_79B9_7F4A_7C15, ordering: .relaxed).newValue
  }

  private func mix(_ number: UInt64) -> UInt64 {
    var number = number
    number = (number ^ number >> 30) &* 0xBF58_476D_1CE4_E5B9
    number = (number ^ number >> 27) &* 0x94D0_49BB_1331_11EB
    return number ^ number >> 31
  }
}
