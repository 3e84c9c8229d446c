/// Reads lines where nobody types them: from a file or a pipe.
package struct PlainReader: ~Copyable {
  /// The longest line, in bytes.
  ///
  /// No query is longer; input without line feeds is not text.
  package static let lineByteLimit = 16 * 1_024 * 1_024

  private let descriptor: Int32
  private let lineByteLimit: Int
  private var buffer: [UInt8] = []
  /// Where in `buffer` the next line starts.
  private var position = 0
  /// How far from `position` on there is known to be no line feed.
  private var searched = 0
  private var isAtEnd = false

  /// A reader of an open file, which stays the caller's.
  package init(descriptor: Int32 = 0, lineByteLimit: Int = lineByteLimit) {
    self.descriptor = descriptor
    self.lineByteLimit = lineByteLimit
  }

  /// The next line, without its line feed or carriage return.
  ///
  /// The last line needs none. Bytes that are not UTF-8 become U+FFFD.
  package mutating func readLine() throws(LineEditorError) -> LineEvent {
    while true {
      if let line = takeLine() { return .line(line) }
      guard buffer.count - position <= lineByteLimit else {
        throw .lineTooLong(byteLimit: lineByteLimit)
      }
      if isAtEnd { return takeRest() }
      do {
        try fill()
      } catch {
        guard error.isInterruption else { throw .unreadable(errno: error.number) }
        if InterruptFlag.isRaised { return .interrupted }
      }
    }
  }

  private mutating func fill() throws(SystemFile.Failure) {
    let chunk = try SystemFile.read(descriptor)
    isAtEnd = chunk.isEmpty
    // Lines already taken make room once they are most of the buffer.
    if position > buffer.count / 2 {
      buffer.removeFirst(position)
      position = 0
    }
    buffer += chunk
  }

  private mutating func takeLine() -> String? {
    let rest = buffer[(position + searched)...]
    guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
      searched = buffer.count - position
      return nil
    }
    let line = text(buffer[position..<end])
    position = end + 1
    searched = 0
    return line
  }

  private mutating func takeRest() -> LineEvent {
    guard position < buffer.count else { return .endOfInput }
    let line = text(buffer[position...])
    position = buffer.count
    searched = 0
    return .line(line)
  }

  private func text(_ bytes: ArraySlice<UInt8>) -> String {
    let isReturned = bytes.last == UInt8(ascii: "\r")
    return String(decoding: isReturned ? bytes.dropLast() : bytes, as: UTF8.self)
  }
}
