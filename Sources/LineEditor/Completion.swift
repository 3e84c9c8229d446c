/// What the Tab key does.
package enum Completion: Hashable, Sendable {
  /// Nothing fits, or the word is complete, or there is a choice and this is the first Tab.
  case nothing
  /// Insert this at the cursor.
  case insert(String)
  /// Show these.
  case list([String])

  /// Candidates beyond these are counted, not listed.
  package static let listLimit = 100

  /// The answer to a Tab.
  ///
  /// Which part of the line is the word being typed follows from the candidates themselves: the
  /// longest end of `beforeCursor` that they all begin with. So the editor need not know what a
  /// word is in the language that is typed. Candidates with control characters are left out:
  /// they come from data, and would go to the terminal.
  ///
  /// - Parameters:
  ///   - beforeCursor: The line up to the cursor.
  ///   - candidates: Whole words that could stand at the cursor, in the order to list them in.
  ///   - isRepeated: Whether nothing was typed since the last Tab.
  package init(beforeCursor: String, candidates: [String], isRepeated: Bool) {
    let printable = candidates.filter { !$0.unicodeScalars.contains(where: Self.isControl) }
    guard let first = printable.first else {
      self = .nothing
      return
    }
    let shared = printable.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
    let rest = shared.dropFirst(Self.typedCount(beforeCursor, of: shared))
    if !rest.isEmpty {
      self = .insert(String(rest))
    } else {
      self = isRepeated && printable.count > 1 ? .list(printable) : .nothing
    }
  }

  /// How many characters of `shared` stand before the cursor already.
  private static func typedCount(_ beforeCursor: String, of shared: String) -> Int {
    var count = min(shared.count, beforeCursor.count)
    while count > 0, beforeCursor.suffix(count) != shared.prefix(count) { count -= 1 }
    return count
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control
  }

  /// Candidates in columns, read downwards.
  package static func listing(_ candidates: [String], columns: Int) -> String {
    let shown = candidates.prefix(listLimit)
    let width = (shown.map(\.count).max() ?? 0) + 2
    let columnCount = max(columns / width, 1)
    let rowCount = (shown.count + columnCount - 1) / columnCount
    var lines = (0..<rowCount).map { row in
      stride(from: row, to: shown.count, by: rowCount).map { index in
        let isLast = index + rowCount >= shown.count
        let padding = isLast ? 0 : width - shown[index].count
        return shown[index] + String(repeating: " ", count: padding)
      }.joined()
    }
    if candidates.count > listLimit { lines.append("… and \(candidates.count - listLimit) more") }
    return lines.joined(separator: "\n")
  }
}

extension String {
  /// The longest text that both begin with.
  func commonPrefix(with other: String) -> String {
    String(zip(self, other).prefix { $0 == $1 }.map(\.0))
  }
}
