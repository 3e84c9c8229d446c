import ByteCoding
import Columns
import Scanning
import TraceModel

/// Gathers the values of one column of a segment, in row order; rows without a value are not
/// told of, so that a thousand rare attributes cost what they hold.
final class ColumnBuilder {
  let id: ColumnID
  /// The rows that have a value, ascending.
  private(set) var rows: [UInt32] = []
  private(set) var values: Values
  /// The segment needs the values as payload: a payload field names this column.
  var isPayloadSource = false

  enum Values {
    case integers([Int64])
    case doubles([Double])
    /// Codes into `strings`.
    case strings([UInt32], StringInterner, longest: Int)
    /// Codes into `encoded`: attribute values as bytes.
    case encoded([UInt32], Interner<[UInt8]>)
  }

  init(_ id: ColumnID, _ values: Values) {
    self.id = id
    self.values = values
  }

  static func integers(_ id: ColumnID) -> ColumnBuilder { ColumnBuilder(id, .integers([])) }
  static func strings(_ id: ColumnID) -> ColumnBuilder {
    ColumnBuilder(id, .strings([], StringInterner(), longest: 0))
  }

  static func attribute(_ id: ColumnID, type: AttributeType) -> ColumnBuilder {
    switch type {
    case .string: .strings(id)
    case .integer, .boolean: .integers(id)
    case .double: ColumnBuilder(id, .doubles([]))
    case .array, .other: ColumnBuilder(id, .encoded([], Interner()))
    }
  }

  /// The values are long texts, or a payload field names them: they go to the payload blocks.
  var isPayload: Bool {
    guard case .strings(_, _, let longest) = values else { return false }
    return isPayloadSource || longest > StorageLimits.dictionaryStringByteCount
  }

  func append(_ value: Int64, row: Int) {
    guard case .integers(var integers) = take() else { preconditionFailure("not integers") }
    integers.append(value)
    values = .integers(integers)
    rows.append(UInt32(row))
  }

  func append(_ text: String, row: Int) {
    guard case .strings(var codes, var interner, let longest) = take() else {
      preconditionFailure("not strings")
    }
    codes.append(interner.number(of: text))
    values = .strings(codes, interner, longest: max(longest, text.utf8.count))
    rows.append(UInt32(row))
  }

  func append(_ value: AttributeValue, row: Int) {
    switch value {
    case .string(let text): return append(text, row: row)
    case .integer(let number): return append(number, row: row)
    case .boolean(let flag): return append(flag ? 1 : 0, row: row)
    case .double(let number): append(number)
    case .bytes, .array, .map, .empty: appendEncoded(value)
    }
    rows.append(UInt32(row))
  }

  /// Takes the last value back: a name that a span repeats counts once, with its last value.
  func removeLast() {
    rows.removeLast()
    switch take() {
    case .integers(var integers):
      integers.removeLast()
      values = .integers(integers)
    case .doubles(var doubles):
      doubles.removeLast()
      values = .doubles(doubles)
    case .strings(var codes, let interner, let longest):
      codes.removeLast()
      values = .strings(codes, interner, longest: longest)
    case .encoded(var codes, let interner):
      codes.removeLast()
      values = .encoded(codes, interner)
    }
  }

  private func append(_ number: Double) {
    guard case .doubles(var doubles) = take() else { preconditionFailure("not doubles") }
    doubles.append(number)
    values = .doubles(doubles)
  }

  private func appendEncoded(_ value: AttributeValue) {
    guard case .encoded(var codes, var interner) = take() else { preconditionFailure("not values") }
    var writer = ByteWriter()
    ValueCodec.write(value, to: &writer)
    codes.append(UInt32(interner.number(of: writer.bytes)))
    values = .encoded(codes, interner)
  }

  /// Moves the values out, so that the arrays are changed in place and not copied.
  private func take() -> Values {
    let taken = values
    values = .integers([])
    return taken
  }
}
