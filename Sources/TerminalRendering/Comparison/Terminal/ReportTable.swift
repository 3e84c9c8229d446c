import DisplayWidth

/// Columns of a report's section, set apart by spaces alone.
///
/// A table that is too wide first cuts ids and its longest texts, then leaves out the columns that
/// matter least, and says how many.
struct ReportTable {
  /// A column and all of its cells.
  struct Column {
    var title: String
    var cells: [String]
    /// Numbers stand at the right, and are never cut.
    var isNumeric: Bool
    /// A text is not cut below this.
    var leastWidth: Int
    /// Columns with a greater rank go first where there is no room; nil for those that stay.
    var dropRank: Int?
    /// Whether the cells are ids, whose first digits do.
    var isIdentity: Bool
    /// Colours of the cells, if any.
    var styles: [Palette.Style?]

    init(
      _ title: String, _ cells: [String], isNumeric: Bool = false, leastWidth: Int = 8,
      dropRank: Int? = nil, isIdentity: Bool = false, styles: [Palette.Style?] = []
    ) {
      self.title = DisplayText.sanitized(title)
      self.cells = cells.map { DisplayText.sanitized($0) }
      self.isNumeric = isNumeric
      self.leastWidth = leastWidth
      self.dropRank = dropRank
      self.isIdentity = isIdentity
      self.styles = styles
    }

    var isBlank: Bool { cells.allSatisfy(\.isEmpty) }

    var natural: Int {
      cells.map { CharacterWidth.columns(of: $0) }.reduce(CharacterWidth.columns(of: title), max)
    }
  }

  private static let gap = 2

  private var columns: [Column]
  private var widths: [Int]
  private let droppedCount: Int

  /// Columns that have anything to say, fitted into a terminal.
  init(_ columns: [Column], width: Int?) {
    let all = columns.filter { !$0.isBlank }
    var shown = all
    var widths = shown.map(\.natural)
    if let width {
      widths = Self.fitted(shown, width)
      while Self.total(widths) > width, let index = Self.leastNeeded(shown) {
        shown.remove(at: index)
        widths = Self.fitted(shown, width)
      }
    }
    self.columns = shown
    self.widths = widths
    droppedCount = all.count - shown.count
  }

  /// The heads, the rows, and a hint where columns are missing.
  func lines(_ palette: Palette) -> [String] {
    guard let first = columns.first else { return [] }
    let heads = line(columns.map(\.title), styles: columns.map { _ in .dim }, palette)
    let rows = first.cells.indices.map { row in
      line(
        columns.map { $0.cells[row] },
        styles: columns.map { row < $0.styles.count ? $0.styles[row] : nil }, palette)
    }
    guard droppedCount > 0 else { return [heads] + rows }
    let hint =
      "… \(droppedCount) \(droppedCount == 1 ? "column" : "columns") not shown; "
      + "--format json has all"
    return [heads] + rows + [palette.paint(hint, .yellow)]
  }

  private func line(
    _ cells: [String], styles: [Palette.Style?], _ palette: Palette
  ) -> String {
    var line = ""
    for (index, cell) in cells.enumerated() {
      let text = DisplayText.truncated(cell, to: widths[index])
      let missing = max(0, widths[index] - CharacterWidth.columns(of: text))
      let spaces = String(repeating: " ", count: missing)
      let painted = palette.paint(text, styles[index])
      if columns[index].isNumeric { line += spaces }
      line += painted
      if index < cells.count - 1 {
        if !columns[index].isNumeric { line += spaces }
        line += String(repeating: " ", count: Self.gap)
      }
    }
    while line.last == " " { line.removeLast() }
    return line
  }

  /// The column to leave out next: of the greatest rank, of those the rightmost.
  private static func leastNeeded(_ columns: [Column]) -> Int? {
    columns.indices.filter { columns[$0].dropRank != nil }
      .max { (columns[$0].dropRank ?? 0, $0) < (columns[$1].dropRank ?? 0, $1) }
  }

  private static func total(_ widths: [Int]) -> Int {
    widths.reduce(0, +) + max(0, widths.count - 1) * gap
  }

  /// Natural widths, ids cut first, then the longest texts to the greatest common width that fits.
  private static func fitted(_ columns: [Column], _ width: Int) -> [Int] {
    var widths = columns.map(\.natural)
    guard total(widths) > width else { return widths }
    for index in columns.indices where columns[index].isIdentity {
      widths[index] = min(widths[index], columns[index].leastWidth)
    }
    while total(widths) > width {
      let texts = columns.indices.filter {
        !columns[$0].isNumeric && widths[$0] > columns[$0].leastWidth
      }
      guard let longest = texts.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[longest] -= 1
    }
    return widths
  }
}
