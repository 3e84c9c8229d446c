import ByteCoding
import Scanning

/// Finds the groups of an index whose texts may meet a need.
struct WordSearch {
  private let index: WordIndex
  private var numbers: [WordProbe: Int] = [:]
  /// For each probe, a flag a group.
  private var found: [[Bool]] = []

  /// Looks the words up that a need speaks of.
  ///
  /// O(bytes of the words × probes + postings).
  init(_ index: WordIndex, for need: TextNeed) throws(ByteCodingError) {
    self.index = index
    for probe in Self.probes(for: need) where numbers[probe] == nil {
      numbers[probe] = found.count
      found.append(index.rowEnds.indices.map { index.isUnlisted(probe.kind, inGroup: $0) })
    }
    var matching: [Int: [Int]] = [:]
    for (probe, number) in numbers {
      for word in words(matching: probe.pattern) { matching[word, default: []].append(number) }
    }
    guard !matching.isEmpty else { return }
    var known = (word: -1, numbers: [Int]())
    try index.forEachPosting { word, group in
      if word != known.word { known = (word, matching[word] ?? []) }
      for number in known.numbers { found[number][group] = true }
    }
  }

  /// Whether anything is asked of words at all.
  static func canRuleOut(_ need: TextNeed) -> Bool {
    switch need {
    case .anything: false
    case .characters(let text): !WordProbe.probes(for: text).isEmpty
    case .all(let parts): parts.contains { canRuleOut($0) }
    case .some(let parts): parts.allSatisfy { canRuleOut($0) }
    }
  }

  private static func probes(for need: TextNeed) -> [WordProbe] {
    switch need {
    case .anything: []
    case .characters(let text): WordProbe.probes(for: text)
    case .all(let parts), .some(let parts): parts.flatMap { probes(for: $0) }
    }
  }

  /// The words that have a pattern, by number, each once, ascending.
  private func words(matching pattern: [UInt8]) -> [Int] {
    let (text, pattern) = (index.text.span, pattern.span)
    var words: [Int] = []
    guard text.count >= pattern.count else { return words }
    for place in 0...text.count - pattern.count where text[place] == pattern[0] {
      guard has(text, pattern, at: place) else { continue }
      let word = word(at: place + (pattern[0] == 0 ? 1 : 0))
      if words.last != word { words.append(word) }
    }
    return words
  }

  private func has(
    _ text: Swift.Span<UInt8>, _ pattern: Swift.Span<UInt8>, at place: Int
  ) -> Bool {
    for offset in pattern.indices where text[place + offset] != pattern[offset] { return false }
    return true
  }

  /// The last word that begins at a place of the text or before.
  private func word(at place: Int) -> Int {
    var low = 0
    var high = index.starts.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if index.starts[middle] <= place { low = middle } else { high = middle - 1 }
    }
    return low
  }
}

extension WordSearch {
  /// A flag a group: whether its texts may meet a need, one that the search was made for.
  func groups(meeting need: TextNeed) -> [Bool] {
    switch need {
    case .anything: return index.rowEnds.map { _ in true }
    case .characters(let text):
      return WordProbe.probes(for: text).reduce(groups(meeting: .anything)) { flags, probe in
        numbers[probe].map { zip(flags, found[$0]).map { $0 && $1 } } ?? flags
      }
    case .all(let parts):
      return parts.reduce(groups(meeting: .anything)) { flags, part in
        zip(flags, groups(meeting: part)).map { $0 && $1 }
      }
    case .some(let parts):
      return parts.reduce(index.rowEnds.map { _ in false }) { flags, part in
        zip(flags, groups(meeting: part)).map { $0 || $1 }
      }
    }
  }
}
