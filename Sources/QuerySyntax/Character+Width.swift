extension Character {
  /// Columns that a terminal gives the character: two for East Asian wide ones and emoji.
  package var terminalWidth: Int {
    let scalars = unicodeScalars
    if scalars.contains(where: { $0.isWide || $0 == "\u{FE0F}" }) { return 2 }
    let isInvisible = scalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark, .format: true
      default: false
      }
    }
    // What is shown in place of an invisible mark that could upset a terminal takes a column.
    return isInvisible && printable == self ? 0 : 1
  }
}

extension Unicode.Scalar {
  /// Blocks whose characters Unicode calls wide or fullwidth, and emoji shown as pictures.
  fileprivate var isWide: Bool {
    switch value {
    case 0..<0x1100: false
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97C,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
      0x1B000...0x1B2FF, 0x20000...0x3FFFD:
      true
    default: properties.isEmojiPresentation
    }
  }
}
