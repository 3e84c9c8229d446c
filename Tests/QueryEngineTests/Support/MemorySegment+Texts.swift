import Scanning

/// What a text must have, asked of the text itself: as sharp as no index can be.
extension TextNeed {
  /// Whether a text has it; nil where every text does.
  func isMet(by text: String) -> Bool? {
    switch self {
    case .anything: return nil
    case .characters(let characters):
      return characters.isEmpty ? nil : folded(text).contains(folded(characters))
    case .all(let parts):
      let known = parts.compactMap { $0.isMet(by: text) }
      return known.isEmpty ? nil : known.allSatisfy { $0 }
    case .some(let parts):
      let known = parts.map { $0.isMet(by: text) }
      return known.contains(nil) ? nil : known.contains(true)
    }
  }

  /// Bytes, with ASCII letters, and what case mappings make ASCII letters, in lower case.
  private func folded(_ text: String) -> String.UnicodeScalarView {
    var folded = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\u{212A}": folded.append("k")
      case "İ": folded.append(contentsOf: ["i", "\u{307}"])
      case "ı": folded.append("i")
      case "ſ": folded.append("s")
      case "A"..."Z":
        folded.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
      default: folded.append(scalar)
      }
    }
    return folded
  }
}
