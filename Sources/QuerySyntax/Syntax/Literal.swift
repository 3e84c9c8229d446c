/// A value as written, and what its shape says it is.
///
/// Both are kept since a field's type wins over the shape: `prompt_version=1.10` compares the
/// text, `attr.ratio=1.10` the number.
package struct Literal: Hashable, Sendable {
  /// The source text.
  package var text: String
  package var value: Value

  package init(text: String, value: Value) {
    self.text = text
    self.value = value
  }

  package enum Value: Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case double(Double)
    /// Nanoseconds.
    case duration(Int64)
    /// Bytes.
    case bytes(Int64)
    /// Nano-dollars.
    case money(Int64)
    /// A share: `5%` is 0.05.
    case percent(Double)
    /// A stretch of time in nanoseconds since 1970 UTC, end excluded: a year, month, day, hour,
    /// minute or second as far as it was written. A zone not written is UTC.
    case instant(from: Int64, to: Int64)
    /// A bare word of no other shape.
    case word(String)
  }
}
