/// Text from spans as Markdown shows it, whatever it holds.
enum MarkdownText {
  /// Text outside of tables, or in a cell of one.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", "`", "*", "_", "[", "]", "|", "#", "~", "@": escaped += "\\\(scalar)"
      case "<": escaped += "&lt;"
      case "&": escaped += "&amp;"
      case "\n": escaped += "<br>"
      default: escaped += DisplayText.escaped(scalar)
      }
    }
    return escaped
  }

  /// A row of a table.
  static func row(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }

  /// A table; columns whose cells are all empty are left out.
  static func table(_ columns: [ReportTable.Column]) -> [String] {
    let shown = columns.filter { !$0.isBlank }
    guard let first = shown.first else { return [] }
    return [
      row(shown.map { escaped($0.title) }), row(shown.map { $0.isNumeric ? "---:" : "---" }),
    ] + first.cells.indices.map { index in row(shown.map { escaped($0.cells[index]) }) }
  }

  /// A block of code that nothing in `lines` can end.
  static func block(_ lines: [String], language: String) -> [String] {
    let longest = lines.map { run(in: $0) }.max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return [fence + language] + lines + [fence]
  }

  /// The most backticks in a row.
  private static func run(in line: String) -> Int {
    line.unicodeScalars.reduce(into: (longest: 0, current: 0)) { run, scalar in
      run.current = scalar == "`" ? run.current + 1 : 0
      run.longest = max(run.longest, run.current)
    }.longest
  }
}
