import ByteCoding
import Columns
import Scanning
import TraceModel

/// Gathers the values of one column of a segment, in row order; rows without a value are not
/// told of, so that a thousand rare attributes cost what they hold.
///
/// A value with an array for each form rather than an enum with payloads: what is appended to is
/// changed where it lies.
struct ColumnBuilder: Sendable {
  /// What a column gathers.
  private enum Form {
    case integers, doubles, strings, encoded
    /// Attribute values that can be read from the row's events, too.
    case events
  }

  let id: ColumnID
  private let form: Form
  /// The rows that have a value, ascending.
  private(set) var rows: [UInt32] = []
  /// The segment needs the values as payload: a payload field names this column.
  var isPayloadSource = false

  private var integers: [Int64] = []
  private var doubles: [Double] = []
  /// Codes into `strings` or `encoded`.
  private var codes: [UInt32] = []
  private var strings = StringInterner()
  /// Attribute values as bytes.
  private var encoded = Interner<[UInt8]>()
  /// Bytes of the longest string or encoded value.
  private var longest = 0
  /// Bytes of a string or an encoded value beyond which the column is a payload.
  private var dictionaryLimit = StorageLimits.dictionaryStringByteCount

  private init(_ id: ColumnID, _ form: Form) {
    self.id = id
    self.form = form
  }

  static func integers(_ id: ColumnID) -> ColumnBuilder { ColumnBuilder(id, .integers) }
  static func doubles(_ id: ColumnID) -> ColumnBuilder { ColumnBuilder(id, .doubles) }
  static func strings(_ id: ColumnID) -> ColumnBuilder { ColumnBuilder(id, .strings) }

  /// A list of the values, or the names, that a span's events have.
  static func events(_ id: ColumnID, key: String) -> ColumnBuilder {
    var builder = ColumnBuilder(id, .events)
    if key == EventLists.nameKey {
      builder.dictionaryLimit = StorageLimits.dictionaryNamesByteCount
    }
    return builder
  }

  static func attribute(_ id: ColumnID, type: AttributeType) -> ColumnBuilder {
    switch type {
    case .string: .strings(id)
    case .integer, .boolean: .integers(id)
    case .double: .doubles(id)
    case .array, .other: ColumnBuilder(id, .encoded)
    }
  }

  enum Values {
    case integers([Int64])
    case doubles([Double])
    /// Codes into strings.
    case strings([UInt32], StringInterner, longest: Int)
    /// Codes into attribute values as bytes.
    case encoded([UInt32], Interner<[UInt8]>)
  }

  /// The values gathered, one for each of `rows`.
  var values: Values {
    switch form {
    case .integers: .integers(integers)
    case .doubles: .doubles(doubles)
    case .strings: .strings(codes, strings, longest: longest)
    case .encoded, .events: .encoded(codes, encoded)
    }
  }

  /// What the column is as a payload; nil when it is none.
  ///
  /// Long values, and those that a payload field names, go to the payload blocks.
  var payloadContent: PayloadContent? {
    guard isPayloadSource || longest > dictionaryLimit else { return nil }
    return switch form {
    case .integers, .doubles: nil
    case .strings: .texts
    case .encoded: .values
    case .events: .events
    }
  }

  mutating func append(_ value: Int64, row: Int) {
    precondition(form == .integers, "not integers")
    integers.append(value)
    rows.append(UInt32(truncatingIfNeeded: row))
  }

  mutating func append(_ text: String, row: Int) {
    precondition(form == .strings, "not strings")
    codes.append(strings.number(of: text))
    longest = max(longest, text.utf8.count)
    rows.append(UInt32(truncatingIfNeeded: row))
  }

  mutating func append(_ value: AttributeValue, row: Int) {
    switch value {
    case .string(let text): return append(text, row: row)
    case .integer(let number): return append(number, row: row)
    case .boolean(let flag): return append(flag ? 1 : 0, row: row)
    case .double(let number):
      precondition(form == .doubles, "not doubles")
      doubles.append(number)
    case .bytes, .array, .map, .empty:
      precondition(form == .encoded || form == .events, "not values")
      appendEncoded(value)
    }
    rows.append(UInt32(truncatingIfNeeded: row))
  }

  private mutating func appendEncoded(_ value: AttributeValue) {
    // The events are stored anyway, so that no more of the column is needed than its rows.
    if form == .events, payloadContent != nil { return }
    var writer = ByteWriter()
    ValueCodec.write(value, to: &writer)
    longest = max(longest, writer.byteCount)
    codes.append(UInt32(encoded.number(of: writer.bytes)))
  }

  /// Gives a row the value of the row told last; there must be one.
  mutating func repeatLast(row: Int) {
    rows.append(UInt32(truncatingIfNeeded: row))
    switch form {
    case .integers: integers.append(integers[integers.count - 1])
    case .doubles: doubles.append(doubles[doubles.count - 1])
    case .strings, .encoded: codes.append(codes[codes.count - 1])
    case .events: preconditionFailure("spans share no events")
    }
  }

  /// Takes the last value back: a name that a span repeats counts once, with its last value.
  mutating func removeLast() {
    rows.removeLast()
    switch form {
    case .integers: integers.removeLast()
    case .doubles: doubles.removeLast()
    case .strings, .encoded: codes.removeLast()
    case .events: preconditionFailure("a span has one list of a name")
    }
  }
}
