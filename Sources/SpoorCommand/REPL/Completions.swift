import QuerySyntax

/// What the Tab key offers.
enum Completions {
  /// Words that the word at the cursor could become: commands after a backslash, saved queries after
  /// an `@`, else keywords and names.
  ///
  /// Case is ignored; the cursor is an offset into the line's UTF-8.
  static func candidates(
    _ line: String, _ cursor: Int, names: [String], saved: [String] = []
  ) -> [String] {
    let before = String(decoding: line.utf8.prefix(cursor), as: UTF8.self)
    if before.first == "\\" {
      return AskCommandLine.names.filter { $0.hasPrefix(before) }
    }
    let word = String(before.reversed().prefix(while: isPartOfWord).reversed()).lowercased()
    guard !word.isEmpty else { return [] }
    if word.hasPrefix("@") {
      return saved.map { "@" + $0 }.filter { $0.lowercased().hasPrefix(word) }
    }
    if let relative = relatives.first(where: word.hasPrefix) {
      return names.map { relative + $0 }.filter { $0.lowercased().hasPrefix(word) }
    }
    return (Keywords.all.sorted() + names + relatives).filter { $0.lowercased().hasPrefix(word) }
  }

  /// What stands before the fields of a span's relatives.
  private static let relatives = ["root.", "parent."]

  private static func isPartOfWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_" || character == "."
      || character == "@"
  }
}
