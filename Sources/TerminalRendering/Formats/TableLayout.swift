import DisplayWidth
import QueryEngine

/// How wide each column of a table is.
///
/// A table that is too wide first cuts its ids, whose first digits name a trace as well, then its
/// longest texts and headers, all to the same width. Numbers are never cut. What then still does
/// not fit is left out from the right, and counted.
struct TableLayout {
  /// Text columns and headers are not cut below this: less says nothing.
  static let minimumTextWidth = 8
  /// An id keeps so many digits and the mark of a cut: eight digits tell 4 billion traces apart.
  static let shortIdentityWidth = 9

  /// A column's needs.
  struct Column {
    let isNumeric: Bool
    /// Columns of the widest cell or the header.
    let natural: Int
    /// Columns that it can do with.
    let floor: Int
    /// Whether the cells are trace or span ids.
    let isIdentity: Bool

    init(type: ValueType, header: String, cells: some Sequence<String>) {
      var widest = 0
      var isIdentity = type == .string
      for cell in cells {
        widest = max(widest, CharacterWidth.columns(of: cell))
        isIdentity = isIdentity && (cell == HumanText.null || isHexadecimalID(cell))
      }
      isNumeric = type.isNumeric
      natural = max(widest, CharacterWidth.columns(of: header))
      self.isIdentity = isIdentity && widest > HumanText.null.count
      let least = self.isIdentity ? TableLayout.shortIdentityWidth : Self.minimum
      floor = min(natural, type.isShrinkable ? least : max(widest, least))
    }

    private static let minimum = TableLayout.minimumTextWidth
  }

  /// The columns shown, leftmost first.
  let widths: [Int]
  /// Whether each column shown is set to the right.
  let isNumeric: [Bool]
  /// How many columns did not fit.
  let hiddenCount: Int

  init(columns: [Column], width: Int?) {
    var shown = columns
    if let width {
      while shown.count > 1, Self.total(shown.map(\.floor)) > width { shown.removeLast() }
      widths = Self.fit(shown, into: width)
    } else {
      widths = shown.map(\.natural)
    }
    isNumeric = shown.map(\.isNumeric)
    hiddenCount = columns.count - shown.count
  }

  /// A space on each side of each column, and a bar between two.
  private static func total(_ widths: [Int]) -> Int {
    widths.reduce(0) { $0 + $1 + 2 } + max(0, widths.count - 1)
  }

  private static func fit(_ columns: [Column], into width: Int) -> [Int] {
    let natural = columns.map(\.natural)
    if total(natural) <= width { return natural }
    let withShortIDs = columns.map { $0.isIdentity ? $0.floor : $0.natural }
    if total(withShortIDs) <= width { return fill(natural, from: withShortIDs, upTo: width) }
    let floors = columns.map(\.floor)
    if total(floors) <= width { return fill(withShortIDs, from: floors, upTo: width) }
    // One column is left, and it is wider than the terminal.
    return floors.map { _ in max(1, width - 2) }
  }

  /// The widest common cap that fits: `max(floor, min(natural, cap))`.
  ///
  /// The few columns that a common cap leaves over go to the leftmost texts that are still cut.
  private static func fill(_ natural: [Int], from floors: [Int], upTo width: Int) -> [Int] {
    func widths(cap: Int) -> [Int] { zip(natural, floors).map { max($1, min($0, cap)) } }
    var low = 0
    var high = width
    while low < high {
      let middle = (low + high + 1) / 2
      if total(widths(cap: middle)) <= width { low = middle } else { high = middle - 1 }
    }
    var result = widths(cap: low)
    var spare = width - total(result)
    for index in result.indices where spare > 0 && result[index] == low {
      guard result[index] < natural[index] else { continue }
      result[index] += 1
      spare -= 1
    }
    return result
  }
}

/// Whether `text` looks like a span id or a trace id.
private func isHexadecimalID(_ text: String) -> Bool {
  (text.utf8.count == 16 || text.utf8.count == 32)
    && text.utf8.allSatisfy {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
    }
}
