/// A value that its field cannot have.
struct ValueError: Error {
  let reason: String

  init(_ reason: String) {
    self.reason = reason
  }

  /// Says what was found, and what was expected.
  init(_ cell: Cell, isNo what: String, expected: String) {
    let text = cell.payload
    let excerpt = String(text.prefix(Limits.excerptCharacterCount))
    let found = excerpt.utf8.count < text.utf8.count ? "“\(excerpt)…”" : "“\(text)”"
    self.init("\(found) is no \(what): \(expected)")
  }
}
