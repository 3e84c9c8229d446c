/// Text and elements of HTML and SVG.
enum HTMLText {
  /// Text from spans as a page shows it: nothing in it is markup, and control characters are seen.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped += DisplayText.escaped(scalar)
      }
    }
    return escaped
  }

  /// An element with content that is markup already.
  static func element(
    _ name: String, _ attributes: KeyValuePairs<String, String>, _ content: String
  ) -> String {
    "<\(name)\(text(of: attributes))>\(content)</\(name)>"
  }

  /// An element without content, of SVG.
  static func empty(_ name: String, _ attributes: KeyValuePairs<String, String>) -> String {
    "<\(name)\(text(of: attributes))/>"
  }

  /// Attributes without a value are left out.
  private static func text(of attributes: KeyValuePairs<String, String>) -> String {
    attributes.filter { !$0.value.isEmpty }.map { " \($0.key)=\"\(escaped($0.value))\"" }.joined()
  }

  /// A table of columns that have anything to say.
  static func table(_ columns: [ReportTable.Column], caption: String) -> String {
    let shown = columns.filter { !$0.isBlank }
    guard let first = shown.first else { return "" }
    let heads = shown.map { column in
      element("th", ["scope": "col", "class": column.isNumeric ? "n" : ""], escaped(column.title))
    }
    let rows = first.cells.indices.map { row in
      let cells = shown.map { column in
        element(
          "td", ["class": column.isNumeric ? "n" : column.isIdentity ? "id" : ""],
          escaped(column.cells[row]))
      }
      return element("tr", cells.joined())
    }
    return wrapped(
      element("caption", ["class": "unseen"], escaped(caption))
        + element("thead", element("tr", heads.joined()))
        + element("tbody", rows.joined(separator: "\n")))
  }

  /// A table in a box of its own that scrolls where the page is too narrow.
  static func wrapped(_ table: String) -> String {
    element("div", ["class": "scroll"], element("table", table)) + "\n"
  }

  /// A name that is cut where it would stretch a table or a drawing, whole when pointed at.
  static func name(_ text: String, columns: Int) -> (text: String, title: String) {
    let clean = DisplayText.sanitized(text)
    let shown = DisplayText.truncated(clean, to: columns)
    return (escaped(clean.isEmpty ? "(empty)" : shown), shown == clean ? "" : clean)
  }

  /// An element without attributes.
  static func element(_ name: String, _ content: String) -> String {
    element(name, [:], content)
  }
}
