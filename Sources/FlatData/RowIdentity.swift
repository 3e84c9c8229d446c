internal import ByteCoding
internal import TraceModel

/// The ids of rows that have none: a hash of the row, so that the same table twice is the same
/// spans.
///
/// The hash takes in the row's bytes, the header and the constants; of equal rows also how many
/// came before, so that they stay several spans. The mapping is no part of it: a table that is
/// imported again with a better one replaces its spans.
struct RowIdentity {
  private let seed: UInt64
  /// How often a row of this hash came.
  private var counts: [UInt64: UInt32] = [:]

  /// `names` are the columns; empty where the rows name their values themselves.
  init(names: [String], _ mapping: TableMapping) {
    var bytes: [UInt8] = []
    for text in names + mapping.constants.flatMap({ [$0.destination.name, $0.text] }) {
      bytes.append(contentsOf: text.utf8)
      bytes.append(0)
    }
    seed = Self.hash(bytes, seed: 0)
  }

  /// The ids of the next row; nil when there were too many.
  mutating func next(_ row: [UInt8]) -> (TraceID, SpanID)? {
    let first = Self.hash(row, seed: seed)
    let second = Self.hash(row, seed: mix64(seed))
    let count = counts[first, default: 0]
    guard count > 0 || counts.count < Limits.derivedRowCount else { return nil }
    counts[first] = count + 1
    let number = mix64(UInt64(count))
    let high = mix64(first ^ number)
    let low = mix64(second &+ number)
    // All zero is no id.
    guard let trace = TraceID(high: high, low: max(low, 1)),
      let span = SpanID(rawValue: max(mix64(high &+ low), 1))
    else { return nil }
    return (trace, span)
  }

  private static func hash(_ bytes: [UInt8], seed: UInt64) -> UInt64 {
    xxHash64(ByteReader(bytes.span).bytes, seed: seed)
  }
}
