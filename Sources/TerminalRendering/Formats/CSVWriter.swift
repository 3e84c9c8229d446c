package import QueryEngine

/// RFC 4180 with line feeds.
///
/// Null is an empty field, the empty string is `""`.
package struct CSVWriter: ResultWriter {
  /// A writer.
  package init() {}

  package func write(_ result: QueryResult, to sink: (String) -> Void) {
    let rows = MachineRows(of: result)
    sink(line(rows.names.map(field)))
    for index in result.rows.indices {
      sink(line(rows.values(index).map { MachineText.plain($0, result.clock).map(field) ?? "" }))
    }
  }

  private func line(_ fields: [String]) -> String { fields.joined(separator: ",") + "\n" }

  private func field(_ text: String) -> String {
    guard text.isEmpty || text.utf8.contains(where: needsQuotes) else { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }

  private func needsQuotes(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"): true
    default: false
    }
  }
}
