/// What a text must hold for a condition to be true of it: so much of the condition as an index of
/// words can be asked.
///
/// Every text of which the condition is true meets the need; others may meet it, too.
package indirect enum TextNeed: Hashable, Sendable {
  /// Nothing in particular: every text meets it.
  case anything
  /// These characters one after the other, ASCII letters in upper or lower case.
  ///
  /// `ſ`, `ı`, `İ` and the Kelvin sign count as the letters that case mappings make of them.
  case characters(String)
  /// Each of these.
  case all([TextNeed])
  /// One of these at least.
  case some([TextNeed])
}

/// Which rows of a segment may have a text that meets a need.
package struct TextCandidates: Hashable, Sendable {
  /// Ascending, none of them empty; every row that has such a text is in one.
  package var rows: [Range<Int>]
  /// Groups of rows that the index tells apart.
  package var groupCount: Int
  /// Groups without such a text.
  package var ruledOutCount: Int

  package init(rows: [Range<Int>], groupCount: Int, ruledOutCount: Int) {
    self.rows = rows
    self.groupCount = groupCount
    self.ruledOutCount = ruledOutCount
  }
}

/// Compressed stretches of a segment's payloads.
package struct PayloadFrameCounts: Hashable, Sendable {
  /// All there are.
  package var total: Int
  /// Those that values were read from since the segment was opened, each once.
  package var read: Int

  package init(total: Int = 0, read: Int = 0) {
    self.total = total
    self.read = read
  }
}
