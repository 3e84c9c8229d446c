import ByteCoding
import Scanning
import TraceModel

/// Writes texts and encoded values into the details of rows, and what they share into a table of pieces.
///
///     varint 2n, n bytes: the text as it is
///     varint 2n + 1, n bytes: a list of pieces (`PieceListBuilder`)
///
/// What is written is also looked through for its words, by the same cuts.
struct TextPacker {
  /// Segments that live in memory only, and not for long, store every text as it is, and have no
  /// index of words.
  let isCutting: Bool
  private(set) var pieces = PieceTable()
  /// The last text of each column.
  private var lastTexts: [UInt32: CutText] = [:]
  private var words = WordCollector()
  /// Bytes stored for the rows of the group of words that is gathered.
  private var groupByteCount = 0
  private let wordGroupByteCount: Int
  private var knownPieceByteCount = 0

  init(isCutting: Bool, wordGroupByteCount: Int = WordLimits.groupByteCount) {
    self.isCutting = isCutting
    self.wordGroupByteCount = wordGroupByteCount
  }

  /// Writes a column's text, cut at its messages.
  mutating func write(_ text: String, of column: UInt32, to writer: inout ByteWriter) {
    let utf8 = text.utf8Span
    guard isLong(utf8.span) else {
      if isCutting, !isReference(utf8.span, in: column) { words.add(utf8.span) }
      return writeWhole(utf8.span, to: &writer)
    }
    // Moved out and back, so that its arrays are changed in place.
    var cut = lastTexts.removeValue(forKey: column) ?? CutText()
    cut.cut(text, &pieces)
    var list = PieceListBuilder()
    var stretches: [CutStretch] = []
    var end = 0
    for message in cut.messages {
      let numbers = cut.pieces[message.pieces]
      addMessage(message.range, of: utf8.span, numbers, behind: end, to: &list)
      stretches.append(CutStretch(range: message.range, pieces: numbers))
      end = message.range.upperBound
    }
    words.add(utf8.span, cutAt: stretches)
    lastTexts[column] = cut
    finish(list, utf8.span, behind: end, to: &writer)
  }

  /// Writes an attribute value, cut at the messages in it.
  mutating func write(encoded value: [UInt8], to writer: inout ByteWriter) {
    var cuts = ValueCuts()
    var reader = ByteReader(value.span)
    // Only a way to find good places to cut, as for events.
    try? cuts.readValue(from: &reader)
    let stretches = write(value.span, cutAt: cuts.ranges, to: &writer)
    // What was just encoded can be read.
    if isCutting { try? words.add(value: value.span, cutAt: stretches) }
  }

  /// Writes a row's events and links.
  mutating func write(
    parts: Swift.Span<UInt8>, cutAt ranges: [Range<Int>], to writer: inout ByteWriter
  ) {
    let stretches = write(parts, cutAt: ranges, to: &writer)
    if isCutting { try? words.add(events: parts, cutAt: stretches) }
  }

  /// Writes bytes, cut at ranges of them that are likely to come again; ascending.
  private mutating func write(
    _ bytes: Swift.Span<UInt8>, cutAt ranges: [Range<Int>], to writer: inout ByteWriter
  ) -> [CutStretch] {
    var stretches: [CutStretch] = []
    guard isLong(bytes) else {
      writeWhole(bytes, to: &writer)
      return stretches
    }
    var list = PieceListBuilder()
    var end = 0
    for range in ranges where range.count >= PayloadLimits.messageLeastByteCount {
      var numbers: [Int] = []
      pieces.cut(bytes.extracting(range), into: &numbers)
      addMessage(range, of: bytes, numbers[...], behind: end, to: &list)
      stretches.append(CutStretch(range: range, pieces: numbers[...]))
      end = range.upperBound
    }
    finish(list, bytes, behind: end, to: &writer)
    return stretches
  }

  private func isLong(_ text: Swift.Span<UInt8>) -> Bool {
    isCutting && text.count > PayloadLimits.messageLeastByteCount
  }

  /// Whether a payload field's text only says which attribute has it.
  private func isReference(_ text: Swift.Span<UInt8>, in column: UInt32) -> Bool {
    (column == ColumnID(.input).rawValue || column == ColumnID(.output).rawValue)
      && text.count > 0 && text[0] == PayloadReference.column.rawValue.asciiValue
  }

  private func writeWhole(_ text: Swift.Span<UInt8>, to writer: inout ByteWriter) {
    writer.writeVarint(UInt64(text.count) << 1)
    writer.write(ByteReader(text).bytes)
  }

  /// Adds what stands before a message, from `end` on, and the message's pieces.
  private mutating func addMessage(
    _ range: Range<Int>, of text: Swift.Span<UInt8>, _ numbers: ArraySlice<Int>, behind end: Int,
    to list: inout PieceListBuilder
  ) {
    let gap = text.extracting(end..<range.lowerBound)
    var isSeparated = end > 0 && list.isSeparator(gap)
    if !isSeparated { add(gap, to: &list) }
    for number in numbers {
      list.append(piece: number, isSeparated: isSeparated)
      isSeparated = false
    }
  }

  /// Adds what stands between messages.
  private mutating func add(_ gap: Swift.Span<UInt8>, to list: inout PieceListBuilder) {
    guard gap.count >= PayloadLimits.gapLeastByteCount else { return list.append(literal: gap) }
    var numbers: [Int] = []
    pieces.cut(gap, into: &numbers)
    for number in numbers { list.append(piece: number) }
  }

  private mutating func finish(
    _ list: consuming PieceListBuilder, _ text: Swift.Span<UInt8>, behind end: Int,
    to writer: inout ByteWriter
  ) {
    add(text.extracting(end..<text.count), to: &list)
    let bytes = list.finish(byteCount: text.count)
    writer.writeVarint(UInt64(bytes.count) << 1 | 1)
    writer.write(bytes)
  }
}

extension TextPacker {
  /// Ends a row, and with it the group of its words when what was stored of the group's rows is
  /// enough for one.
  mutating func endRow(detailByteCount: Int) {
    words.endRow()
    groupByteCount += detailByteCount + pieces.byteCount - knownPieceByteCount
    knownPieceByteCount = pieces.byteCount
    guard groupByteCount >= wordGroupByteCount else { return }
    words.endGroup()
    groupByteCount = 0
  }

  /// The index of the words of all rows; nil where none is made.
  mutating func finishWords() -> [UInt8]? {
    guard isCutting else { return nil }
    words.endGroup()
    return words.finish()
  }
}
