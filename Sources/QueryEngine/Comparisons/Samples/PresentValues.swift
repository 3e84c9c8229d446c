/// The values of some rows, of which not all need have one.
struct PresentValues<Element: Sendable>: Sendable {
  private(set) var values: [Element] = []
  /// The rows that have a value, ascending; nil while all have.
  private(set) var rows: [UInt32]?
  private(set) var rowCount = 0

  init() {}

  /// Values of all rows.
  init(_ values: [Element]) {
    self.values = values
    rowCount = values.count
  }

  /// Values of some rows, which ascend.
  init(_ values: [Element], rows: [UInt32], rowCount: Int) {
    self.values = values
    self.rows = rows
    self.rowCount = rowCount
  }

  var missingCount: Int { rowCount - values.count }

  var byteCount: Int {
    values.count * MemoryLayout<Element>.stride
      + (rows?.count ?? 0) * MemoryLayout<UInt32>.stride
  }

  /// Appends rows; of those that are not valid, nothing is kept.
  mutating func append(_ new: [Element], _ validity: [Bool]?) {
    defer { rowCount += new.count }
    guard validity != nil || rows != nil else { return values.append(contentsOf: new) }
    var held = rows ?? (0..<rowCount).map { UInt32($0) }
    // Held once, so that nothing is copied.
    rows = nil
    for index in new.indices where validity?[index] ?? true {
      values.append(new[index])
      held.append(UInt32(truncatingIfNeeded: rowCount + index))
    }
    rows = held
  }

  mutating func removeAll() { self = PresentValues() }

  /// The same, holding none of its own rows where they are those of others.
  func sharingRows(with others: [[UInt32]]) -> PresentValues {
    guard let rows, let shared = others.first(where: { $0 == rows }) else { return self }
    return PresentValues(values, rows: shared, rowCount: rowCount)
  }
}
