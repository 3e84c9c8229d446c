/// Where a payload column has its values from; the raw value is the column's form on disk.
enum PayloadContent: UInt8, Hashable, Sendable {
  /// Texts among the row's details.
  case texts = 4
  /// Encoded attribute values among the row's details.
  case values = 5
  /// The row's events: nothing is stored for the column but which rows have a value.
  case events = 6
}

/// A row's value in a payload column, to be stored among its details.
enum PayloadValue {
  case text(String)
  /// An attribute value as bytes.
  case encoded([UInt8])
}
