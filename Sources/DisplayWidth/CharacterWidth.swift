/// How many columns of a terminal text takes.
///
/// Terminals differ on rare sequences; this follows the majority: East Asian wide characters and
/// emoji take two columns, however many parts an emoji has (a family joined by zero-width
/// joiners, a flag); marks take none.
package enum CharacterWidth {
  /// The columns of a string without control characters.
  package static func columns(of text: String) -> Int {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text.utf8.count }
    return text.reduce(0) { $0 + columns(of: $1) }
  }

  /// The columns of one grapheme cluster.
  ///
  /// Those of an Indian script may hold several letters, each with a width of its own.
  package static func columns(of character: Character) -> Int {
    if let ascii = character.asciiValue { return ascii < 0x20 || ascii == 0x7F ? 0 : 1 }
    var columns = 0
    for scalar in character.unicodeScalars {
      // Variation selector 16 asks for the emoji form of what precedes it.
      if scalar == "\u{FE0F}" || scalar.properties.isEmojiPresentation { return 2 }
      columns += Self.columns(of: scalar)
    }
    return columns
  }

  private static func columns(of scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return scalar.value < 0x20 || scalar.value == 0x7F ? 0 : 1 }
    if isWide(scalar) { return 2 }
    return isZeroWidth(scalar) ? 0 : 1
  }

  private static func isZeroWidth(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return true
    default: break
    }
    // Vowels and final consonants of Hangul join the syllable before them.
    return (0x1160...0x11FF).contains(scalar.value) || (0xD7B0...0xD7FB).contains(scalar.value)
  }

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x1100 else { return false }
    var low = 0
    var high = wideRanges.count
    while low < high {
      let middle = (low + high) / 2
      let range = wideRanges[middle]
      if range.contains(scalar.value) { return !isZeroWidth(scalar) }
      if scalar.value < range.lowerBound { high = middle } else { low = middle + 1 }
    }
    return false
  }

  /// East_Asian_Width W and F of Unicode 16, gaps of unassigned characters closed, emoji left out
  /// (the standard library knows those).
  ///
  /// In order.
  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2329...0x232A, 0x2630...0x2637, 0x268A...0x268F, 0x2E80...0x303E,
    0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
    0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1AFFE,
    0x1B000...0x1B2FF, 0x1D300...0x1D376, 0x1F200...0x1F265, 0x20000...0x3FFFD,
  ]
}
