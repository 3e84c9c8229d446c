import Scanning

extension TextTest {
  /// What every text has of which the condition is true, inverted or not.
  var need: TextNeed {
    switch condition {
    case .among(let texts): .some(texts.map { .characters($0.text) })
    case .ordered, .between: .anything
    case .contains(let needle), .hasPrefix(let needle): .characters(needle)
    case .containsFolded(let needle): .all(asciiStretches(of: needle))
    case .like(let pattern): pattern.need
    case .matches(let expression): expression.need
    }
  }
}

extension LikePattern {
  /// What every text has that is as the pattern says.
  fileprivate var need: TextNeed { .all(stretches.map { .characters($0) }) }
}

/// The stretches of a text that are ASCII: of other characters indexes tell the cases apart.
private func asciiStretches(of text: String) -> [TextNeed] {
  text.unicodeScalars.split { !$0.isASCII }.map { .characters(String($0)) }
}
