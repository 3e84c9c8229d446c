import Scanning

/// Columns that queries do not name: what a span has beside its fields and attributes.
///
/// The raw values are part of the file format; they lie below `ColumnID.firstAttribute` and
/// above every `Field`.
enum HiddenColumn: UInt32, CaseIterable {
  /// The status code as sent; the `status` field may say more.
  case statusCode = 512
  case flags = 513
  case traceState = 514
  case droppedAttributes = 515
  case droppedEvents = 516
  case droppedLinks = 517
  case resourceDroppedAttributes = 518
  case resourceSchemaURL = 519
  case scopeVersion = 520
  case scopeDroppedAttributes = 521
  case scopeSchemaURL = 522
  /// How many rows above its span a span's parent is; 0 for spans whose parent is none of the rows
  /// above. Parents are close by in preorder, where their ids would be eight random bytes.
  case parentDistance = 523
  /// The ids of parents that are in none of the rows above.
  case foreignParent = 524

  var id: ColumnID { ColumnID(rawValue: rawValue) }
}
