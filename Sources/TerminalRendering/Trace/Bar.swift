/// A span's bar, drawn in eighths of a column.
enum Bar {
  /// Left parts of a column, one to eight eighths.
  private static let leftBlocks = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]

  /// A bar of so many eighths of a column.
  static func text(eighths: Int) -> String {
    String(repeating: "█", count: eighths / 8)
      + (eighths % 8 > 0 ? leftBlocks[eighths % 8 - 1] : "")
  }

  /// Exactly `columns` columns.
  ///
  /// Every span leaves at least one mark, however short it is.
  static func text(_ placement: TimeAxis.Placement, columns: Int, isRunning: Bool) -> String {
    switch placement {
    case .before: return "◂" + spaces(columns - 1)
    case .after: return spaces(columns - 1) + "▸"
    case .within(let from, let to):
      // A moment at the very end belongs to the last column.
      let first = min(from / 8, columns - 1)
      if isRunning { return spaces(first) + running(columns - first) }
      let marks = marks(from: from - first * 8, to: to - first * 8)
      return spaces(first) + marks.joined() + spaces(columns - first - marks.count)
    }
  }

  /// The columns from the first marked one on, `from` being within it.
  private static func marks(from: Int, to: Int) -> [String] {
    if to <= 8 { return [leftBlocks[min(max(to - from, 1), 8) - 1]] }
    // Of right parts Unicode has only the half.
    var marks = [from >= 4 ? "▐" : "█"]
    marks += Array(repeating: "█", count: to / 8 - 1)
    if to % 8 > 0 { marks.append(leftBlocks[to % 8 - 1]) }
    return marks
  }

  private static func running(_ columns: Int) -> String {
    String(repeating: "░", count: max(columns - 1, 0)) + "▸"
  }

  private static func spaces(_ count: Int) -> String {
    String(repeating: " ", count: max(count, 0))
  }
}
