import Scanning
import TraceModel

/// A field or an attribute in which two populations may differ.
struct DifferenceCandidate: Sendable {
  /// As a query would write it.
  var name: String
  var isField: Bool
  /// Texts and booleans, of which each value is counted.
  var texts: ColumnReference?
  /// Numbers, of which each is counted while they are few, and ranges of them else.
  var numbers: ColumnReference?

  init(_ field: ColumnReference) {
    name = field.name
    isField = true
    if field.type == .string { texts = field } else { numbers = field }
  }

  /// An attribute of columns of one name; nil when there is none of a type that can be counted.
  init?(attribute columns: [AttributeColumn]) {
    guard let first = columns.first else { return nil }
    name = "\(first.scope.prefix).\(first.key)"
    isField = false
    texts = Self.reference(to: columns, of: [.string, .boolean], name)
    numbers = Self.reference(to: columns, of: [.integer, .double], name)
    if texts == nil && numbers == nil { return nil }
  }

  private static func reference(
    to columns: [AttributeColumn], of types: [AttributeType], _ name: String
  ) -> ColumnReference? {
    let kept = columns.filter { types.contains($0.type) }
    return kept.isEmpty ? nil : ColumnReference(source: .attribute(kept), name: name)
  }

  /// The numbers as values of one type: an attribute's are doubles where some of them are.
  var number: Scalar? {
    numbers.map { numbers in
      numbers.type == .mixed ? .convert(.double, .column(numbers)) : .column(numbers)
    }
  }

  /// Whether a column tells of it.
  func isRead(from column: ColumnReference) -> Bool {
    let own = [texts, numbers].compactMap { $0 }
    if own.contains(column) { return true }
    guard case .attribute(let columns) = column.source else { return false }
    return own.contains { $0.attributeColumns?.contains(where: columns.contains) ?? false }
  }
}
