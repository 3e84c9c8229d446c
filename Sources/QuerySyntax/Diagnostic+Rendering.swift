extension Diagnostic {
  /// The message as a terminal shows it: the line at fault with a mark under the place, then
  /// what to do about it.
  ///
  /// No line break at the end.
  package func rendered(in text: String) -> String {
    let excerpt = Excerpt(of: range, in: text)
    var lines = ["error: " + message]
    lines.append(excerpt.margin + excerpt.line)
    lines.append(excerpt.blankMargin + excerpt.marks)
    if let hint { lines.append("hint: " + hint) }
    return lines.joined(separator: "\n")
  }
}

/// The part of a line around a range, laid out in terminal columns.
private struct Excerpt {
  /// Before the line: its number, where there is more than one.
  var margin: String
  var blankMargin: String { String(margin.map { $0 == "|" ? "|" : " " }) }
  var line: String
  /// Spaces, then `^~~~`.
  var marks: String

  init(of range: SourceRange, in text: String) {
    let (number, lineStart, line) = Self.line(around: range.lowerBound, in: text)
    let isOnlyLine = text.utf8.dropFirst(lineStart + line.utf8.count).allSatisfy { $0 <= 0x20 }
    margin = number == 1 && isOnlyLine ? "  " : "\(number) | "
    var cells = Cells(line)
    let start = cells.column(ofByte: range.lowerBound - lineStart)
    // What goes on in the next line is not marked.
    let end = cells.column(ofByte: min(range.upperBound - lineStart, line.utf8.count))
    var marked = start..<max(start + 1, end)
    cells.window(around: &marked)
    self.line = cells.text
    marks =
      String(repeating: " ", count: marked.lowerBound) + "^"
      + String(repeating: "~", count: marked.count - 1)
  }

  /// The line that holds a byte, its number from one, and where it starts.
  private static func line(around byte: Int, in text: String) -> (Int, Int, String) {
    let bytes = Array(text.utf8)
    let before = bytes.prefix(byte)
    let start = before.lastIndex(of: 10).map { $0 + 1 } ?? 0
    let end = bytes[start...].firstIndex(of: 10) ?? bytes.count
    let line = String(decoding: bytes[start..<end], as: UTF8.self)
    let isReturnAtEnd = bytes[start..<end].last == 13
    return (
      before.count { $0 == 10 } + 1, start,
      isReturnAtEnd ? String(line.unicodeScalars.dropLast()) : line
    )
  }
}

/// A line's characters with the terminal columns that they take.
private struct Cells {
  private struct Cell {
    var text: String
    var width: Int
    /// Where the character starts, in bytes.
    var byte: Int
  }

  /// Tabs are shown as spaces up to the next multiple of this.
  private static let tabColumns = 4

  private var cells: [Cell] = []

  init(_ line: String) {
    var byte = 0
    var column = 0
    for character in line {
      let isTab = character == "\t"
      let width = isTab ? Self.tabColumns - column % Self.tabColumns : character.terminalWidth
      let text = isTab ? String(repeating: " ", count: width) : String(character.printable)
      cells.append(Cell(text: text, width: width, byte: byte))
      byte += character.utf8.count
      column += width
    }
  }

  var text: String { cells.map(\.text).joined() }

  func column(ofByte byte: Int) -> Int {
    cells.prefix { $0.byte < byte }.reduce(0) { $0 + $1.width }
  }

  /// Cuts a long line to what is around the marked columns, and moves the marks along.
  mutating func window(around marked: inout Range<Int>) {
    let limit = Limits.renderedColumnCount
    let total = cells.reduce(0) { $0 + $1.width }
    guard total > limit else { return }
    // A third of the room before the mark: what follows a mistake explains less.
    let from = max(0, min(marked.lowerBound - limit / 3, total - limit))
    let dropped = drop(columns: from)
    let isCut = total - dropped > limit
    keep(columns: limit)
    if dropped > 0 { cells.insert(Cell(text: "…", width: 1, byte: 0), at: 0) }
    if isCut { cells.append(Cell(text: "…", width: 1, byte: 0)) }
    let shift = dropped - (dropped > 0 ? 1 : 0)
    let start = marked.lowerBound - shift
    let end = min(marked.upperBound - shift, limit + 1)
    marked = start..<max(start + 1, end)
  }

  /// Removes whole characters from the front, at most `columns`; returns how many columns went.
  private mutating func drop(columns: Int) -> Int {
    var dropped = 0
    let count = cells.prefix { cell in
      guard dropped + cell.width <= columns else { return false }
      dropped += cell.width
      return true
    }.count
    cells.removeFirst(count)
    return dropped
  }

  private mutating func keep(columns: Int) {
    var kept = 0
    cells = Array(
      cells.prefix { cell in
        kept += cell.width
        return kept <= columns
      })
  }
}
