public import QueryEngine

extension QueryResult {
  /// The rows as values of a type, whose properties are named as the columns are.
  ///
  /// ```swift
  /// struct Version: Decodable {
  ///   var promptVersion: String?
  ///   var p95: Duration?
  /// }
  /// let versions = try store.query("group by prompt_version select p95(latency) as p95")
  ///   .decode(Version.self)
  /// ```
  ///
  /// A property is the column of its name, or the one whose name is its in snake case. Durations
  /// decode as `Duration`, instants as `Timestamp`, money as `Dollars`; each also as the whole
  /// number that machine formats show: nanoseconds, nano-dollars. Null decodes as nil only. A row
  /// of one column also decodes as a value alone: `decode(String?.self)`.
  ///
  /// - Throws: `DecodingError`, which names the row and the column.
  public func decode<Row: Decodable>(_ type: Row.Type = Row.self) throws -> [Row] {
    let names = ColumnNames(columns.map(\.name))
    return try rows.indices.map { index in
      try Row(from: RowDecoder(values: rows[index], names: names, row: index))
    }
  }
}

/// Where each column is, by its name and by that name in camel case.
struct ColumnNames: Sendable {
  let ordered: [String]
  private var places: [String: Int] = [:]

  init(_ names: [String]) {
    ordered = names
    // Of columns of one name the first counts, and names as they are before any other spelling.
    for (index, name) in names.enumerated() where places[name] == nil { places[name] = index }
    for (index, name) in names.enumerated() {
      let other = camelCase(name)
      if places[other] == nil { places[other] = index }
    }
  }

  func place(of name: String) -> Int? { places[name] }
}

private func camelCase(_ name: String) -> String {
  let parts = name.split(separator: "_")
  guard let first = parts.first else { return name }
  return parts.dropFirst().reduce(String(first)) { text, part in
    text + part.prefix(1).uppercased() + part.dropFirst()
  }
}
