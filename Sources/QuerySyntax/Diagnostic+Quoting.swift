/// A stretch of the query in quotes, short and without control characters, for a message.
func quoted(_ text: String) -> String { "\"\(clipped(text))\"" }

/// A stretch of the query that fits a message.
func clipped(_ text: String) -> String {
  let short = text.count <= Limits.quotedCharacterCount
  let shown = short ? text[...] : text.prefix(Limits.quotedCharacterCount - 1)
  return String(shown.map(\.printable)) + (short ? "" : "…")
}

extension Character {
  /// The character itself, or a stand-in for one that would upset a terminal: control characters
  /// (an escape sequence could rewrite the screen) and marks that reverse the text's direction.
  var printable: Character {
    let isUnsafe = unicodeScalars.contains { scalar in
      switch scalar.value {
      case 0..<0x20, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: true
      default: false
      }
    }
    return isUnsafe ? "\u{FFFD}" : self
  }
}
