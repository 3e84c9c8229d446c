/// Why a span was not taken; the other spans of its message were.
package struct Rejection: Hashable, Sendable {
  /// What is wrong, for counting.
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    /// Not 32 hexadecimal digits, all zero, or missing.
    case traceID = "trace_id"
    /// Not 16 hexadecimal digits, all zero, or missing.
    case spanID = "span_id"
    /// Neither empty nor 16 hexadecimal digits.
    case parentID = "parent_id"
    /// Negative, or past the year 2262, where 64 bits of nanoseconds end.
    case time = "time"
    /// An attribute nests deeper than `Limits.valueNestingLevels`.
    case nesting = "nesting"
    /// A field of another type than OTLP says, or a number that its type cannot hold.
    case type = "type"
  }

  /// What is wrong, for counting.
  package var kind: Kind
  /// What is wrong, in words: names the field and what was found.
  package var reason: String
  /// Where, in bytes from the start of the message.
  package var offset: Int

  /// A rejection at a byte of the message.
  package init(kind: Kind, reason: String, offset: Int) {
    self.kind = kind
    self.reason = reason
    self.offset = offset
  }
}

extension Rejection {
  /// Whether a trace id or a span id is wrong.
  var concernsIdentity: Bool { kind == .traceID || kind == .spanID }
}

extension Rejection: CustomStringConvertible {
  /// One sentence without a full stop.
  package var description: String { "\(reason) at byte \(offset)" }
}
