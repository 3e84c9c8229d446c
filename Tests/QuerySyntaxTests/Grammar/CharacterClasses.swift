/// The character classes that the grammar says in words: who is in them, and some who are.
enum CharacterClasses {
  static func contains(_ scalar: Unicode.Scalar, rule: String) -> Bool {
    switch rule {
    case "foreign_letter": !scalar.isASCII && scalar.properties.isXIDStart
    case "foreign_mark": !scalar.isASCII && scalar.properties.isXIDContinue
    case "plain": isPlain(scalar)
    case "double_quoted": !"\"\\\n".unicodeScalars.contains(scalar)
    case "single_quoted": !"'\\\n".unicodeScalars.contains(scalar)
    default: false
    }
  }

  static func samples(rule: String) -> [Unicode.Scalar] {
    switch rule {
    case "foreign_letter": Array("éßøλЖ日語".unicodeScalars)
    case "foreign_mark": ["\u{301}", "٣", "é"]
    case "plain": Array("abZ059_./:@#%&*+?^`\\é日🦊".unicodeScalars)
    case "double_quoted", "single_quoted":
      Array("ab 0()=|;-$\tñ日🦊".unicodeScalars)
    default: []
    }
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    let delimiters = "$-,()[]{}|;\"'<>=!~‘’‚‛“”„‟"
    return !isSpace(scalar) && scalar.properties.generalCategory != .control
      && !delimiters.unicodeScalars.contains(scalar)
  }

  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar == "\u{FEFF}"
  }

  static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isXIDContinue
  }

  /// Part of a bare word, first or later.
  static func isBare(_ scalar: Unicode.Scalar) -> Bool {
    isPlain(scalar) || scalar == "-" || scalar == "$"
  }
}
