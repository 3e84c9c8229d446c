import QueryEngine

/// Rows as the machine formats have them: where some sum up others, a column says which.
///
/// Keys of such rows are null, as those of groups without the field are.
struct MachineRows {
  /// The name of that column.
  static let kindName = "row_kind"

  private let result: QueryResult

  init(of result: QueryResult) {
    self.result = result
  }

  var names: [String] {
    result.columns.map(\.name) + (result.rowKinds.isEmpty ? [] : [Self.kindName])
  }

  /// The values of a row; of a plain one the kind is null.
  func values(_ index: Int) -> [Value] {
    guard !result.rowKinds.isEmpty else { return result.rows[index] }
    return result.rows[index] + [kind(index).map { .string($0) } ?? .null]
  }

  /// `other`, `total`, or nil for a plain row.
  func kind(_ index: Int) -> String? {
    guard index < result.rowKinds.count, result.rowKinds[index] != .plain else { return nil }
    return result.rowKinds[index].rawValue
  }
}

extension QueryResult {
  /// A value of a row as a person reads it: the keys of rows that sum up others say so.
  func humanText(row: Int, column: Int, null: String = HumanText.null) -> String {
    let value = rows[row][column]
    guard value == .null, column < keyCount,
      let kind = MachineRows(of: self).kind(row)
    else { return HumanText.value(value, null: null, clock) }
    return kind.uppercased()
  }
}
