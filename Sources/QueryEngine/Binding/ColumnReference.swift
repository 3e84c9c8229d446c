import Scanning
import TraceModel

/// A field or an attribute that a query names.
struct ColumnReference: Hashable, Sendable {
  indirect enum Source: Hashable, Sendable {
    case field(Field)
    /// The columns that hold the attribute's values, one a type; none when it was never seen.
    case attribute([AttributeColumn])
    case tree(TreeField)
    /// What sessions or scores have and spans do not.
    case level(LevelField)
    /// What a relative of the span has there; relatives of relatives cannot be named.
    case related(Relation, Source)
  }

  var source: Source
  /// The name as the query wrote it.
  var name: String

  /// What the values are; `mixed` when the store has several types or none.
  var type: ValueType {
    switch source.ofSpan {
    case .field(let field): ValueType(field.type)
    case .tree(let field): field.type
    case .level(let field): field.type
    case .attribute(let columns):
      columns.count == 1 ? ValueType(columns[0].type) : .mixed
    case .related: .mixed
    }
  }

  /// The columns of an attribute, the span's own or a relative's; nil for fields.
  var attributeColumns: [AttributeColumn]? {
    if case .attribute(let columns) = source.ofSpan { columns } else { nil }
  }

  /// The same attribute, of the same span, in some of its columns.
  func keeping(_ columns: [AttributeColumn]) -> ColumnReference {
    var kept = self
    if case .related(let relation, _) = source {
      kept.source = .related(relation, .attribute(columns))
    } else {
      kept.source = .attribute(columns)
    }
    return kept
  }

  static func == (left: ColumnReference, right: ColumnReference) -> Bool {
    left.source == right.source
  }

  func hash(into hasher: inout Hasher) { hasher.combine(source) }
}

extension ColumnReference.Source {
  /// The field or attribute, whichever span has it.
  var ofSpan: Self {
    if case .related(_, let source) = self { source } else { self }
  }
}

extension ValueType {
  init(_ type: FieldType) {
    self =
      switch type {
      case .traceID, .spanID, .string, .payload: .string
      case .integer: .integer
      case .double: .double
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

extension ColumnReference {
  /// The stored columns that it reads of the row itself; none where it is made or a relative's.
  var columnIDs: [ColumnID] {
    switch source {
    case .field(let field): [ColumnID(field)]
    case .attribute(let columns): columns.map(\.id)
    case .related, .tree, .level: []
    }
  }
}
