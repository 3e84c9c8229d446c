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

  package static func < (left: ColumnID, right: ColumnID) -> Bool {
    left.rawValue < right.rawValue
  }
}
