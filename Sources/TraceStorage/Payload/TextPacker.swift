import ByteCoding

/// Writes texts and encoded values into the details of rows, and what they share into a table of pieces.
///
///     varint 2n, n bytes: the text as it is
///     varint 2n + 1, n bytes: a list of pieces (`PieceListBuilder`)
struct TextPacker {
  /// Segments that live in memory only, and not for long, store every text as it is.
  let isCutting: Bool
  private(set) var pieces = PieceTable()
  /// The last text of each column.
  private var lastTexts: [UInt32: CutText] = [:]

  init(isCutting: Bool) {
    self.isCutting = isCutting
  }

  /// Writes a column's text, cut at its messages.
  mutating func write(_ text: String, of column: UInt32, to writer: inout ByteWriter) {
    let utf8 = text.utf8Span
    guard isLong(utf8.span) else { return writeWhole(utf8.span, to: &writer) }
    // Moved out and back, so that its arrays are changed in place.
    var cut = lastTexts.removeValue(forKey: column) ?? CutText()
    cut.cut(text, &pieces)
    var list = PieceListBuilder()
    var end = 0
    for message in cut.messages {
      addMessage(
        message.range, of: utf8.span, cut.pieces[message.pieces], behind: end, to: &list)
      end = message.range.upperBound
    }
    lastTexts[column] = cut
    finish(list, utf8.span, behind: end, to: &writer)
  }

  /// Writes an attribute value, cut at the messages in it.
  mutating func write(encoded value: [UInt8], to writer: inout ByteWriter) {
    var cuts = ValueCuts()
    var reader = ByteReader(value.span)
    // Only a way to find good places to cut, as for events.
    try? cuts.readValue(from: &reader)
    write(value.span, cutAt: cuts.ranges, to: &writer)
  }

  /// Writes bytes, cut at ranges of them that are likely to come again; ascending.
  mutating func write(
    _ bytes: Swift.Span<UInt8>, cutAt ranges: [Range<Int>], to writer: inout ByteWriter
  ) {
    guard isLong(bytes) else { return writeWhole(bytes, to: &writer) }
    var list = PieceListBuilder()
    var end = 0
    for range in ranges where range.count >= PayloadLimits.messageLeastByteCount {
      var numbers: [Int] = []
      pieces.cut(bytes.extracting(range), into: &numbers)
      addMessage(range, of: bytes, numbers[...], behind: end, to: &list)
      end = range.upperBound
    }
    finish(list, bytes, behind: end, to: &writer)
  }

  private func isLong(_ text: Swift.Span<UInt8>) -> Bool {
    isCutting && text.count > PayloadLimits.messageLeastByteCount
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
