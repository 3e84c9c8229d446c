package import TraceModel

/// Names a column across all segments of a store.
///
/// First-class fields have their `Field.rawValue`; attribute columns have numbers from
/// `firstAttribute` on, given by the store's catalogue and never reused.
package struct ColumnID: Hashable, Comparable, Sendable {
  package let rawValue: UInt32

  package init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  package init(_ field: Field) {
    rawValue = UInt32(field.rawValue)
  }

  /// Below this, first-class fields and what the store keeps for itself.
  package static let firstAttribute: UInt32 = 1_024

  /// How many rows above its span a span's parent is; 0 where it is none of the rows above.
  package static let parentDistance = ColumnID(rawValue: 523)
  /// The ids, as bit patterns, of parents that are in none of the rows above.
  package static let foreignParent = ColumnID(rawValue: 524)

  /// From here to `firstAttribute` are columns that are made while a query runs, and never stored.
  package static let firstComputed: UInt32 = 768

  package static func < (left: ColumnID, right: ColumnID) -> Bool {
    left.rawValue < right.rawValue
  }
}
