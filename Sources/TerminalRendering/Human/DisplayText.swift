import DisplayWidth

/// Text made fit for a terminal.
///
/// What spans carry comes from strangers: a name may hold escape codes, or marks that reorder the
/// rest of the line.
package enum DisplayText {
  /// Scalars of one visible character.
  ///
  /// The longest sequences in use, joined emoji with skin tones, have eleven; a longer pile of
  /// marks would cover the lines above and below.
  static let scalarsPerCharacter = 16

  /// `text` on one line, with nothing left that a terminal would obey.
  package static func sanitized(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    var clean = ""
    for character in text {
      guard character.unicodeScalars.count <= scalarsPerCharacter else {
        clean += "\u{FFFD}"
        continue
      }
      for scalar in character.unicodeScalars { clean += escaped(scalar) }
    }
    return clean
  }

  /// A scalar as it is, or an escape that shows what it was.
  static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    case "\0"..<" ", "\u{7F}"..<"\u{A0}": return hexadecimal(scalar)
    default: return isReordering(scalar) ? hexadecimal(scalar) : String(scalar)
    }
  }

  private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
    "\\u{\(String(scalar.value, radix: 16))}"
  }

  /// Line separators, and the directional controls that can reorder a whole line.
  private static func isReordering(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x2028...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x061C, 0xFEFF: true
    default: false
    }
  }

  /// The longest beginning of `text` that, with `…` when anything is cut, takes at most `width`
  /// columns.
  package static func truncated(_ text: String, to width: Int) -> String {
    guard CharacterWidth.columns(of: text) > width else { return text }
    guard width > 0 else { return "" }
    var kept = ""
    var used = 1
    for character in text {
      used += CharacterWidth.columns(of: character)
      if used > width { break }
      kept.append(character)
    }
    return kept + "…"
  }

  /// `text` and the spaces that make it `width` columns wide.
  package static func padded(_ text: String, to width: Int, toRight: Bool = false) -> String {
    let missing = width - CharacterWidth.columns(of: text)
    guard missing > 0 else { return text }
    let spaces = String(repeating: " ", count: missing)
    return toRight ? spaces + text : text + spaces
  }
}
