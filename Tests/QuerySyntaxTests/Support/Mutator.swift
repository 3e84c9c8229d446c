import TestSupport

/// Damages accepted queries as typing does.
struct Mutator {
  private var random: SeededGenerator
  private static let pieces =
    [
      "and", "or", "not", "in", "between", "contains", "is", "missing", "null", "by", "as", "where",
      "limit", "select", "since", "compare", "drift", "vs", "on", "within", "previous", "count()",
      "child{", "trace", "{a}", ">>", "&&", "!~", "stage",
      "x", "5", "2s", "5%", "$0.05", "$name",
      "2026-11-03", "2026-11", "T10:30", "1e3", "10KiB", "gpt-4o", "\"a b\"", "'", "\"", "\\", "--",
      "\n", "\t", "é", "日", "🦊", "\u{301}", "true", "offset", "1_000", "1h30m", "k", "M",
    ] + "()[]{}|;,.=<>!~+-*/%$@#&:?_ ".map(String.init)

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// An accepted query with one to four changes.
  mutating func mutated() -> String {
    guard let sample = GrammarFiles.accepted.randomElement(using: &random) else { return "" }
    var characters = Array(sample.query.unicodeScalars)
    for _ in 0...Int.random(in: 0...3, using: &random) { change(&characters) }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: characters)
    return String(text)
  }

  private mutating func change(_ characters: inout [Unicode.Scalar]) {
    let position = Int.random(in: 0...characters.count, using: &random)
    let length = Int.random(in: 0...min(6, characters.count - position), using: &random)
    switch Int.random(in: 0..<4, using: &random) {
    case 0: characters.removeSubrange(position..<(position + length))
    case 1: characters.insert(contentsOf: characters[position..<(position + length)], at: position)
    case 2:
      let from = Int.random(in: 0...characters.count, using: &random)
      characters.insert(contentsOf: characters[from...].prefix(8), at: position)
    default:
      let piece = Self.pieces.randomElement(using: &random) ?? ""
      characters.insert(contentsOf: piece.unicodeScalars, at: position)
    }
  }
}
