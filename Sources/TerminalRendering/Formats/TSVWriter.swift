package import QueryEngine

/// Tab-separated values: no quotation, `\t`, `\n`, `\r` and `\\` for what would end a field.
///
/// Null and the empty string are both an empty field; where they differ, use another format.
package struct TSVWriter: ResultWriter {
  /// A writer.
  package init() {}

  package func write(_ result: QueryResult, to sink: (String) -> Void) {
    let rows = MachineRows(of: result)
    sink(line(rows.names.map(field)))
    for index in result.rows.indices {
      sink(line(rows.values(index).map { MachineText.plain($0, result.clock).map(field) ?? "" }))
    }
  }

  private func line(_ fields: [String]) -> String { fields.joined(separator: "\t") + "\n" }

  private func field(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\t": escaped += "\\t"
      case "\n": escaped += "\\n"
      case "\r": escaped += "\\r"
      case "\\": escaped += "\\\\"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
