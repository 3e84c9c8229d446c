/// Gathers the words of a segment's payloads, by groups of consecutive rows.
///
/// A group whose words of a kind are too many, or too long to be listed, lists none of that kind:
/// it may have any.
struct WordCollector {
  /// What a stretch of bytes is read as: the same bytes may have other words in another role.
  enum Role: Int, CaseIterable {
    /// Part of a text.
    case text
    /// A text within a value or an event.
    case leaf
    /// An encoded value.
    case value
    /// An event without its time.
    case event
  }

  private var tables = WordKind.allCases.map { _ in WordTable() }
  /// Of each kind, where its table stood when the group began.
  private var marks = WordKind.allCases.map { _ in WordTable().mark }
  /// Of each kind, whether the group lists none.
  private var isUnlisted = WordKind.allCases.map { _ in false }
  private var seen = Role.allCases.map { _ in SeenPieces() }
  private var groups = WordGroups()
  private var rowCount = 0
  /// Bytes that were looked through, in all groups.
  private var readByteCount = 0
  private var buffer: [UInt8] = []

  private var group: UInt32 { UInt32(groups.count) }

  /// Whether the group has been given the words of a stretch that consists of these pieces; it
  /// counts as given from then on.
  mutating func hasSeen(_ pieces: ArraySlice<Int>, as role: Role) -> Bool {
    seen[role.rawValue].contains(pieces, inGroup: group)
  }

  /// Adds the words of a stretch of text, of which no word goes on outside.
  mutating func add(_ text: Swift.Span<UInt8>, in range: Range<Int>) {
    readByteCount += range.count
    let limit = WordLimits.wordAllowance + readByteCount / WordLimits.byteCountPerWord
    var reader = WordReader(text, in: range)
    while let word = reader.next() {
      let kind = word.kind.rawValue
      guard word.range.count >= WordLimits.wordLeastByteCount, !isUnlisted[kind] else { continue }
      if !add(word, of: text, limit) { isUnlisted[kind] = true }
    }
  }

  /// False where the word is not to be listed.
  private mutating func add(
    _ word: WordReader.Word, of text: Swift.Span<UInt8>, _ limit: Int
  ) -> Bool {
    let kind = word.kind.rawValue
    let (groupNumber, admitsNew) = (group, tables[kind].count < limit)
    if word.isASCII {
      guard word.range.count <= word.kind.greatestByteCount else { return false }
      return tables[kind].add(text.extracting(word.range), groupNumber, admitsNew: admitsNew)
    }
    // Moved out and back, so that the table may change while the bytes are lent.
    var folded: [UInt8] = []
    swap(&folded, &buffer)
    defer { swap(&folded, &buffer) }
    word.fold(text, into: &folded)
    guard folded.count <= word.kind.greatestByteCount else { return false }
    guard folded.count >= WordLimits.wordLeastByteCount else { return true }
    return tables[kind].add(folded.span, groupNumber, admitsNew: admitsNew)
  }

  /// Ends a row.
  mutating func endRow() { rowCount += 1 }

  /// Ends the group with the last row.
  mutating func endGroup() {
    guard rowCount > (groups.rowEnds.last ?? 0) else { return }
    for kind in WordKind.allCases.map(\.rawValue) {
      if isUnlisted[kind] { tables[kind].goBack(to: marks[kind]) }
      groups.unlisted[kind].append(isUnlisted[kind])
      groups.postingEnds[kind].append(tables[kind].postings.count)
      marks[kind] = tables[kind].mark
      isUnlisted[kind] = false
    }
    groups.rowEnds.append(rowCount)
  }

  /// The index, of all groups that were ended.
  consuming func finish() -> [UInt8] {
    WordIndexEncoder(tables, groups).stored()
  }
}

/// Groups of rows, and where the words of each are.
struct WordGroups {
  /// Of each group, the row behind its last.
  var rowEnds: [Int] = []
  /// Of each kind, for each group: whether it lists no words.
  var unlisted: [[Bool]] = WordKind.allCases.map { _ in [] }
  /// Of each kind, for each group: where its postings end.
  var postingEnds: [[Int]] = WordKind.allCases.map { _ in [] }

  var count: Int { rowEnds.count }
}

/// The stretches whose words a group was given, by the numbers of their pieces: the same pieces
/// are the same bytes.
private struct SeenPieces {
  private var group: UInt32 = 0
  /// For each piece, the last group, plus one, in which it was a stretch by itself.
  private var alone: [UInt32] = []
  private var others: Set<[Int]> = []

  mutating func contains(_ pieces: ArraySlice<Int>, inGroup number: UInt32) -> Bool {
    if number != group {
      group = number
      others.removeAll()
    }
    guard pieces.count == 1, let piece = pieces.first else {
      return !others.insert(Array(pieces)).inserted
    }
    if piece >= alone.count {
      alone += repeatElement(0, count: max(piece + 1 - alone.count, alone.count))
    }
    defer { alone[piece] = number &+ 1 }
    return alone[piece] == number &+ 1
  }
}
