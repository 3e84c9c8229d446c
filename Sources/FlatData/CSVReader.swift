/// Cuts a stream of bytes into rows of CSV, as RFC 4180 has it.
///
/// Feed chunks of any size with `append`, take rows with `next` until it gives none, and call
/// `finish` after the last chunk. A field in quotes may hold separators, line breaks and quotes
/// written twice; a quote within a field that does not begin with one stands for itself. Lines end
/// in LF or CRLF. Blank lines are no rows. A byte order mark of UTF-8 is skipped.
///
/// Only the row in work is held, however the bytes are cut into chunks.
package struct CSVReader {
  package enum Item: Hashable, Sendable {
    /// A row that begins on this line, from 1; its fields are in `row`.
    case row(line: Int)
    /// What begins on this line is no row.
    case malformed(line: Int, reason: String)
  }

  private enum State {
    /// Before the first byte, or within a byte order mark of which so many bytes came.
    case mark(Int)
    case fieldStart
    case bare
    case quoted
    /// After a quote within quotes: the end of the field, or half of a quote written twice.
    case afterQuote
    /// On the way to the end of a line that is no row.
    case discarding(reason: String)
  }

  /// The fields of the row that `next` gave last.
  package private(set) var row = CSVRow()

  private let delimiter: UInt8
  private let rowByteLimit: Int
  private var state = State.mark(0)
  private var chunk: [UInt8] = []
  private var position = 0
  private var isFinished = false
  private var isRowDone = false
  /// Whether the row has a field in quotes, so that it is no blank line.
  private var hasQuotes = false
  private var line = 1
  /// The line that the row in work begins on.
  private var rowLine = 1

  package init(
    delimiter: UInt8 = UInt8(ascii: ","), rowByteLimit: Int = Limits.rowByteCount
  ) {
    self.delimiter = delimiter
    self.rowByteLimit = rowByteLimit
  }

  /// Takes the next bytes of the stream.
  package mutating func append(_ bytes: [UInt8]) {
    precondition(!isFinished, "the stream was finished")
    chunk = position == chunk.count ? bytes : Array(chunk[position...]) + bytes
    position = 0
  }

  /// Says that no more bytes will come: a last line without a line feed is one.
  package mutating func finish() { isFinished = true }

  /// The next row; nil when more bytes are needed or, after `finish`, when there is none.
  package mutating func next() -> Item? {
    if isRowDone { beginRow() }
    let chunk = chunk
    while position < chunk.count {
      if let item = step(chunk) { return item }
    }
    return isFinished ? last() : nil
  }

  private mutating func beginRow() {
    row.removeAll()
    isRowDone = false
    hasQuotes = false
    rowLine = line
    state = .fieldStart
  }
}

// MARK: - States

extension CSVReader {
  /// Reads one byte, or a run of them; gives the item that ends there.
  private mutating func step(_ chunk: [UInt8]) -> Item? {
    switch state {
    case .mark(let count): readMark(chunk[position], count)
    case .fieldStart:
      let isQuoted = chunk[position] == quote
      if isQuoted { position += 1 }
      hasQuotes = hasQuotes || isQuoted
      state = isQuoted ? .quoted : .bare
    case .bare: return readBare(chunk)
    case .quoted: readQuoted(chunk)
    case .afterQuote: return readAfterQuote(chunk[position])
    case .discarding(let reason): return discard(chunk, reason)
    }
    return nil
  }

  private mutating func readMark(_ byte: UInt8, _ count: Int) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    if byte == mark[count] {
      position += 1
      state = count + 1 == mark.count ? .fieldStart : .mark(count + 1)
    } else {
      row.append(mark[..<count])
      state = count == 0 ? .fieldStart : .bare
    }
  }

  private mutating func readBare(_ chunk: [UInt8]) -> Item? {
    let limit = takeLimit(chunk)
    var end = position
    while end < limit, chunk[end] != delimiter, chunk[end] != lineFeed { end += 1 }
    take(chunk[position..<end])
    guard position < chunk.count else { return nil }
    guard chunk[position] == delimiter || chunk[position] == lineFeed else {
      state = .discarding(reason: tooLong)
      return nil
    }
    if chunk[position] == lineFeed { row.dropCarriageReturn() }
    return endField(at: chunk[position])
  }

  private mutating func readQuoted(_ chunk: [UInt8]) {
    let limit = takeLimit(chunk)
    var end = position
    while end < limit, chunk[end] != quote {
      if chunk[end] == lineFeed { line += 1 }
      end += 1
    }
    take(chunk[position..<end])
    guard position < chunk.count else { return }
    guard chunk[position] == quote else {
      state = .discarding(reason: tooLong + ": is a quote not closed?")
      return
    }
    position += 1
    state = .afterQuote
  }

  private mutating func readAfterQuote(_ byte: UInt8) -> Item? {
    switch byte {
    case quote:
      row.append([quote])
      state = .quoted
    case delimiter, lineFeed: return endField(at: byte)
    case carriageReturn: break
    default:
      state = .discarding(reason: "text follows a closing quote")
      return nil
    }
    position += 1
    return nil
  }

  private mutating func discard(_ chunk: [UInt8], _ reason: String) -> Item? {
    guard let end = chunk[position...].firstIndex(of: lineFeed) else {
      position = chunk.count
      return nil
    }
    position = end + 1
    line += 1
    isRowDone = true
    return .malformed(line: rowLine, reason: reason)
  }

  /// Where the row reaches its limit, or the chunk its end.
  private func takeLimit(_ chunk: [UInt8]) -> Int {
    min(chunk.count, position + max(0, rowByteLimit - row.bytes.count))
  }

  private var tooLong: String { "the row is longer than \(rowByteLimit) bytes" }

  private mutating func take(_ run: ArraySlice<UInt8>) {
    row.append(run)
    position = run.endIndex
  }

  /// Ends a field at the separator or line feed that is the next byte.
  private mutating func endField(at byte: UInt8) -> Item? {
    position += 1
    row.endField()
    state = .fieldStart
    guard byte == lineFeed else { return nil }
    line += 1
    return endRow()
  }

  private mutating func endRow() -> Item? {
    if row.isBlank, !hasQuotes {
      beginRow()
      return nil
    }
    isRowDone = true
    return .row(line: rowLine)
  }

  /// What stands between the last line feed and the end of the stream.
  private mutating func last() -> Item? {
    switch state {
    case .mark(0): return nil
    case .mark(let count): readMark(0, count)
    case .fieldStart where row.count == 0: return nil
    case .bare: row.dropCarriageReturn()
    case .fieldStart, .afterQuote: break
    case .quoted:
      isRowDone = true
      let lines = line - rowLine
      return .malformed(
        line: rowLine,
        reason: lines == 0
          ? "a quote is not closed"
          : "a quote is not closed, and took in the \(lines) lines that follow")
    case .discarding(let reason):
      isRowDone = true
      return .malformed(line: rowLine, reason: reason)
    }
    row.endField()
    return endRow()
  }
}

private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
private let quote = UInt8(ascii: "\"")
