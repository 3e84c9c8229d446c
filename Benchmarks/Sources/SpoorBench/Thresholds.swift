import Foundation

/// Bounds on whole queries, and on writing, as stored beside this package.
struct StoreThresholds: Decodable {
  var spanCount: Int
  var leastSpansPerSecond: Double
  var greatestBytesPerSpan: Int
  /// Milliseconds by query.
  var greatestMilliseconds: [String: Double]
  /// Microseconds that half of the look-ups of a trace take at most, in a store of `spanCount`.
  var greatestTraceMicroseconds: Double
  /// Nanoseconds that half of the calls to record a span take at most, by the kind of span.
  var greatestRecordNanoseconds: [String: Double]
  /// The same of typical spans while the disk stalls.
  var greatestStalledRecordNanoseconds: Double
}

/// Bounds on single kernels.
struct KernelThresholds: Decodable {
  /// Nanoseconds a row by query, all rows of the store counted.
  var greatestNanosecondsPerRow: [String: Double]
}

/// Bounds on what a span costs the thread that makes it.
struct SpanThresholds: Decodable {
  /// Nanoseconds that half of the calls take at most that end a span, by the kind of span.
  var greatestEndNanoseconds: [String: Double]
}

extension Decodable {
  init(readingJSON path: String) throws {
    self = try JSONDecoder().decode(
      Self.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
  }
}
