/// Cuts a stream of bytes into records: lines of JSON, or rows of CSV with the fields taken apart.
///
/// CSV is RFC 4180's: a field in quotes may hold commas, quotes written twice, and line breaks.
/// JSON Lines begin with a brace; anything else is CSV.
struct RecordCutter {
  enum Record: Equatable {
    case json([UInt8])
    case row([String])
    /// A row with a quote that is never closed, or text behind one that is.
    case malformed(String)
  }

  /// A record longer than this is not one: a quote that is never closed would eat the file.
  private static let recordByteLimit = 1 << 20

  private var buffer: [UInt8] = []
  private var start = 0
  private var isFinished = false
  private var isJSON: Bool?
  /// The number of the line that the next record begins on, from 1.
  private(set) var line = 1

  mutating func append(_ bytes: [UInt8]) {
    buffer.removeSubrange(..<start)
    start = 0
    buffer.append(contentsOf: bytes)
  }

  /// Says that no more bytes will come.
  mutating func finish() { isFinished = true }

  /// The next record with its line; nil when more bytes are needed, or at the end.
  mutating func next() -> (line: Int, record: Record)? {
    skipBlankLines()
    guard start < buffer.count else { return nil }
    let isJSON = isJSON ?? (buffer[start] == UInt8(ascii: "{"))
    self.isJSON = isJSON
    let first = line
    guard let record = isJSON ? nextLine() : nextRow() else { return nil }
    return (first, record)
  }

  private mutating func skipBlankLines() {
    if line == 1, buffer.dropFirst(start).starts(with: [0xEF, 0xBB, 0xBF]) { start += 3 }
    while start < buffer.count {
      switch buffer[start] {
      case lineFeed: line += 1
      case carriageReturn: break
      case UInt8(ascii: " "), UInt8(ascii: "\t"): if isJSON == false { return }
      default: return
      }
      start += 1
    }
  }

  private mutating func nextLine() -> Record? {
    let end = buffer[start...].firstIndex(of: lineFeed)
    guard let end = end ?? (isFinished ? buffer.count : nil) else { return nil }
    defer { start = end }
    return .json(Array(buffer[start..<end]))
  }

  private mutating func nextRow() -> Record? {
    var fields: [String] = []
    var field: [UInt8] = []
    var lines = 0
    var index = start
    var problem: String?
    while true {
      if index - start > Self.recordByteLimit { problem = "the row is longer than 1 MiB" }
      guard problem == nil, index < buffer.count else { break }
      if field.isEmpty, buffer[index] == quote {
        guard let end = readQuoted(from: index + 1, into: &field, &lines) else {
          guard isFinished else { return nil }
          problem = "a quote is not closed"
          break
        }
        index = end
        if index < buffer.count, !isFieldEnd(buffer[index]) {
          problem = "text follows a closing quote"
          break
        }
        if index == buffer.count, !isFinished { return nil }
      }
      guard index < buffer.count, buffer[index] != lineFeed else { break }
      if buffer[index] == comma {
        fields.append(String(decoding: field, as: UTF8.self))
        field = []
      } else if buffer[index] != carriageReturn {
        field.append(buffer[index])
      }
      index += 1
    }
    if index >= buffer.count, !isFinished, problem == nil { return nil }
    if let problem {
      start = buffer[start...].firstIndex(of: lineFeed) ?? buffer.count
      return .malformed(problem)
    }
    fields.append(String(decoding: field, as: UTF8.self))
    start = index
    line += lines
    return .row(fields)
  }

  /// Reads to behind the closing quote; nil when there is none yet.
  private func readQuoted(from first: Int, into field: inout [UInt8], _ lines: inout Int) -> Int? {
    var index = first
    while index < buffer.count {
      let byte = buffer[index]
      index += 1
      if byte == quote {
        guard index < buffer.count, buffer[index] == quote else { return index }
        index += 1
      }
      if byte == lineFeed { lines += 1 }
      field.append(byte)
    }
    return nil
  }

  private func isFieldEnd(_ byte: UInt8) -> Bool {
    byte == comma || byte == lineFeed || byte == carriageReturn
  }
}

private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
private let comma = UInt8(ascii: ",")
private let quote = UInt8(ascii: "\"")
