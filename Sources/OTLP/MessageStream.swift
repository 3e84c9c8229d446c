/// Cuts a stream of bytes into messages: one a line, or one that spans many lines.
///
/// Feed chunks of any size with `append`, take messages with `next` until it gives none, and call
/// `finish` after the last chunk:
///
///     var stream = MessageStream()
///     while let chunk = try read() {
///       stream.append(chunk)
///       while let item = stream.next() { … }
///     }
///     stream.finish()
///     while let item = stream.next() { … }
///
/// Which of the two forms it is, the first line that is not blank tells. Where it is JSON that
/// ends too soon, the input is held back as one document, up to the limit of a message; as soon
/// as it turns out to be no document, every line has its own verdict. In the line form no more is
/// held than a chunk and an unfinished line.
package struct MessageStream {
  /// A message and the number of the line that it begins on, from 1.
  package struct Message: Hashable, Sendable {
    package var line: Int
    package var bytes: [UInt8]

    package init(line: Int, bytes: [UInt8]) {
      self.line = line
      self.bytes = bytes
    }
  }

  /// What comes next in the stream.
  package enum Item: Hashable, Sendable {
    case message(Message)
    /// A line that is longer than a message may be. The lines after it follow.
    case rejected(line: Int, OTLPError)
  }

  private enum Form {
    /// The first line that is not blank has not ended yet.
    case unknown
    /// Held back as one document; the bytes that were looked at so far are one up to their end.
    case document(checkedByteCount: Int)
    case lines
  }

  private let messageByteLimit: Int
  private var form = Form.unknown
  private var buffer: [UInt8] = []
  /// The first byte of the buffer that was not given out, and the number of its line.
  private var start = 0
  private var line = 1
  /// From `start` to here there is no line feed.
  private var searched = 0
  private var isFinished = false
  /// Whether the rest of an overlong line is being passed over.
  private var isDiscarding = false

  package init(messageByteLimit: Int = Limits.messageByteCount) {
    self.messageByteLimit = messageByteLimit
  }

  /// Takes the next bytes of the stream.
  package mutating func append(_ chunk: [UInt8]) {
    precondition(!isFinished, "the stream was finished")
    if start > 0 {
      buffer.removeSubrange(..<start)
      searched -= start
      start = 0
    }
    buffer.append(contentsOf: chunk)
  }

  /// Says that no more bytes will come: a last line without a line feed is one.
  package mutating func finish() {
    isFinished = true
  }

  /// The next message; nil when more bytes are needed or, after `finish`, when there is none.
  package mutating func next() -> Item? {
    if case .unknown = form { recogniseForm() }
    if case .document(let checkedByteCount) = form {
      if let document = nextDocument(checkedByteCount) { return .message(document) }
    }
    guard case .lines = form else { return nil }
    return nextLine()
  }
}

// MARK: - The form

extension MessageStream {
  private mutating func recogniseForm() {
    if start == 0, line == 1, buffer.starts(with: JSONReader.byteOrderMark) {
      start = JSONReader.byteOrderMark.count
    }
    searched = max(searched, start)
    while let end = lineEnd() {
      if !isBlank(start..<end) {
        let isWhole = JSONReader.extent(of: Array(buffer[start..<end])) != .incomplete
        form = isWhole ? .lines : .document(checkedByteCount: end - start)
        searched = start
        return
      }
      skipLine(to: end)
    }
    if buffer.count - start > messageByteLimit { form = .lines }
  }

  /// The document, when it is complete.
  ///
  /// When it turns out to be none, the form becomes lines.
  private mutating func nextDocument(_ checkedByteCount: Int) -> Message? {
    let heldByteCount = buffer.count - start
    guard heldByteCount <= messageByteLimit else {
      form = .lines
      return nil
    }
    // Looking again only at twice the size keeps the work linear.
    guard isFinished || heldByteCount >= 2 * checkedByteCount else { return nil }
    form = .document(checkedByteCount: heldByteCount)
    let bytes = Array(buffer[start...])
    switch JSONReader.extent(of: bytes) {
    case .complete where isFinished:
      defer { skipLine(to: buffer.count) }
      form = .lines
      return Message(line: line, bytes: bytes)
    case .incomplete where !isFinished, .complete: return nil
    case .incomplete, .malformed:
      form = .lines
      return nil
    }
  }
}

// MARK: - Lines

extension MessageStream {
  private mutating func nextLine() -> Item? {
    while let end = lineEnd() {
      let range = start..<end
      let number = line
      defer { skipLine(to: end) }
      if isDiscarding {
        isDiscarding = false
      } else if range.count > messageByteLimit {
        return .rejected(line: number, .tooLarge(limit: messageByteLimit))
      } else if !isBlank(range) {
        return .message(Message(line: number, bytes: Array(buffer[range])))
      }
    }
    return discardOverlong()
  }

  /// Where the line that begins at `start` ends; nil when that is not known yet, or no line is
  /// left.
  private mutating func lineEnd() -> Int? {
    searched = lineFeed(from: searched)
    if searched < buffer.count { return searched }
    return isFinished && start < buffer.count ? searched : nil
  }

  /// Where the next line feed is; the end of the buffer when there is none.
  private func lineFeed(from index: Int) -> Int {
    let bytes = buffer.span
    var index = index
    while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
    return index
  }

  /// Moves to the line after the one that ends at `end`.
  private mutating func skipLine(to end: Int) {
    start = min(end + 1, buffer.count)
    searched = start
    line += 1
  }

  /// Lets go of an unfinished line that is too long already.
  private mutating func discardOverlong() -> Item? {
    guard isDiscarding || buffer.count - start > messageByteLimit else { return nil }
    let isKnown = isDiscarding
    isDiscarding = true
    buffer.removeAll()
    start = 0
    searched = 0
    return isKnown ? nil : .rejected(line: line, .tooLarge(limit: messageByteLimit))
  }

  private func isBlank(_ range: Range<Int>) -> Bool {
    buffer[range].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
  }
}
