import ByteCoding

/// The messages of a text, cut into pieces; what the next text of the column is compared with.
///
/// Each turn of an agent sends all that the turn before sent, and a little more. What two texts
/// begin with is compared, at many bytes a cycle, and not scanned, hashed and looked up again.
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
  private(set) var messages: [Message] = []
  /// Numbers of pieces.
  private(set) var pieces: [Int] = []

  /// Cuts a text in place of the last one.
  mutating func cut(_ next: String, _ table: inout PieceTable) {
    let last = text
    let utf8 = next.utf8Span
    let bytes = utf8.span
    keepMessages(before: commonPrefixCount(last.utf8Span.span, bytes))
    text = next
    // A payload field's text stands behind a mark (`PayloadReference`).
    let isMarked = bytes.count > 0 && bytes[0] == UInt8(ascii: "=")
    var scanner =
      if let last = messages.last {
        MessageScanner(bytes, at: last.position)
      } else {
        MessageScanner(bytes, from: isMarked ? 1 : 0)
      }
    while let range = scanner.next() {
      guard range.count >= PayloadLimits.messageLeastByteCount else { continue }
      let first = pieces.count
      table.cut(bytes.extracting(range), into: &pieces)
      messages.append(
        Message(range: range, pieces: first..<pieces.count, position: scanner.position))
    }
  }

  /// Keeps the messages that end before a place: the byte behind one can belong to it.
  private mutating func keepMessages(before end: Int) {
    let kept = messages.firstIndex { $0.range.upperBound >= end } ?? messages.count
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
private func commonPrefixCount(
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
