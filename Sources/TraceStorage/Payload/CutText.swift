import ByteCoding

/// The messages of a text, cut into pieces; what the next text of the column is compared with.
///
/// Each turn of an agent sends all that the turn before sent, and a little more. What two texts
/// begin with is compared, at many bytes a cycle, and not scanned, hashed and looked up again. A
/// text that is no JSON counts as messages without gaps, one for each piece: a transcript that
/// grows at its end keeps all pieces that it had, and stores only what is new.
struct CutText {
  struct Message {
    /// Where it stands in the text.
    var range: Range<Int>
    /// Its pieces, as indices of `pieces`.
    var pieces: Range<Int>
    /// How to go on behind it.
    var position: MessageScanner.Position
  }

  private var text = ""
  private var isProse = false
  private(set) var messages: [Message] = []
  /// Numbers of pieces.
  private(set) var pieces: [Int] = []

  /// Cuts a text in place of the last one.
  mutating func cut(_ next: String, _ table: inout PieceTable) {
    let last = text
    let utf8 = next.utf8Span
    let bytes = utf8.span
    keepMessages(within: commonPrefixCount(last.utf8Span.span, bytes))
    text = next
    // A payload field's text stands behind a mark (`PayloadReference`).
    let isMarked = bytes.count > 0 && bytes[0] == UInt8(ascii: "=")
    isProse = !MessageScanner.isJSON(bytes, from: isMarked ? 1 : 0)
    if !isProse {
      cutMessages(of: bytes, from: isMarked ? 1 : 0, &table)
    } else if bytes.count >= PayloadLimits.gapLeastByteCount {
      cutProse(bytes, &table)
    }
  }

  private mutating func cutMessages(
    of text: Swift.Span<UInt8>, from start: Int, _ table: inout PieceTable
  ) {
    var scanner = MessageScanner(
      text, at: messages.last?.position ?? MessageScanner.Position(offset: start))
    while let range = scanner.next() {
      guard range.count >= PayloadLimits.messageLeastByteCount else { continue }
      let first = pieces.count
      table.cut(text.extracting(range), into: &pieces)
      messages.append(
        Message(range: range, pieces: first..<pieces.count, position: scanner.position))
    }
  }

  private mutating func cutProse(_ text: Swift.Span<UInt8>, _ table: inout PieceTable) {
    // What ended the text before, if it is short, is better one piece with what comes now.
    if let last = messages.last, last.range.count < PayloadLimits.gapLeastByteCount {
      messages.removeLast()
      pieces.removeLast()
    }
    var start = messages.last?.range.upperBound ?? 0
    while start < text.count {
      let end = contentCut(text, from: start, to: text.count)
      pieces.append(table.number(of: text.extracting(start..<end)))
      messages.append(
        Message(
          range: start..<end, pieces: pieces.count - 1..<pieces.count,
          position: MessageScanner.Position(offset: end)))
      start = end
    }
  }

  /// Keeps the messages within what two texts begin with alike.
  ///
  /// One that ends where the likeness ends may go on in the other text. A part of prose is as good
  /// as another, but a scanner has to see a message whole.
  private mutating func keepMessages(within count: Int) {
    let end = isProse ? count : count - 1
    let kept = messages.firstIndex { $0.range.upperBound > end } ?? messages.count
    pieces.removeLast(pieces.count - (kept == 0 ? 0 : messages[kept - 1].pieces.upperBound))
    messages.removeLast(messages.count - kept)
  }
}

extension PieceTable {
  /// Appends the numbers of the pieces that a text is cut into where its content says.
  mutating func cut(_ text: Swift.Span<UInt8>, into numbers: inout [Int]) {
    var start = 0
    while start < text.count {
      let end = contentCut(text, from: start, to: text.count)
      numbers.append(number(of: text.extracting(start..<end)))
      start = end
    }
  }
}

/// Bytes that two texts begin with alike.
func commonPrefixCount(
  _ left: Swift.Span<UInt8>, _ right: Swift.Span<UInt8>
) -> Int {
  // No branch within a stretch, which makes a loop of vectors.
  let stretch = 256
  let count = min(left.count, right.count)
  var start = 0
  while start + stretch <= count {
    var difference: UInt8 = 0
    for index in start..<start + stretch { difference |= left[index] ^ right[index] }
    if difference != 0 { break }
    start += stretch
  }
  while start < count, left[start] == right[start] { start += 1 }
  return start
}
