import Scanning
import TraceModel

/// A field or an attribute that a query names.
struct ColumnReference: Hashable, Sendable {
  enum Source: Hashable, Sendable {
    case field(Field)
    /// The columns that hold the attribute's values, one a type; none when it was never seen.
    case attribute([AttributeColumn])
  }

  var source: Source
  /// The name as the query wrote it.
  var name: String

  /// What the values are; `mixed` when the store has several types or none.
  var type: ValueType {
    switch source {
    case .field(let field): ValueType(field.type)
    case .attribute(let columns):
      columns.count == 1 ? ValueType(columns[0].type) : .mixed
    }
  }

  /// Whether values may be lists.
  var holdsLists: Bool {
    guard case .attribute(let columns) = source else { return false }
    return columns.contains { $0.type == .array }
  }

  static func == (left: ColumnReference, right: ColumnReference) -> Bool {
    left.source == right.source
  }

  func hash(into hasher: inout Hasher) { hasher.combine(source) }
}

extension ValueType {
  init(_ type: FieldType) {
    self =
      switch type {
      case .traceID, .spanID, .string, .payload: .string
      case .integer: .integer
      case .instant: .instant
      case .duration: .duration
      case .money: .money
      case .bytes: .bytes
      }
  }

  init(_ type: AttributeType) {
    self =
      switch type {
      case .string, .other: .string
      case .integer: .integer
      case .double: .double
      case .boolean: .boolean
      case .array: .list
      }
  }

  /// Whether values are kept as 64-bit integers with a unit.
  var isUnit: Bool {
    switch self {
    case .duration, .instant, .bytes, .money: true
    default: false
    }
  }

  var isNumber: Bool { self == .integer || self == .double }

  /// How messages call a value of the type.
  var noun: String {
    switch self {
    case .boolean: "a boolean"
    case .integer: "a whole number"
    case .double: "a number"
    case .string: "text"
    case .duration: "a duration"
    case .instant: "an instant"
    case .bytes: "a size"
    case .money: "an amount of money"
    case .list: "a list"
    case .mixed: "of several types"
    }
  }
}
