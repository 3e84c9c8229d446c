import FlatData

/// Cuts a stream of bytes into records: lines of JSON, or rows of CSV with the fields taken apart.
///
/// JSON Lines begin with a brace; anything else is CSV.
struct RecordCutter {
  enum Record: Equatable {
    case json([UInt8])
    case row([String])
    /// A row with a quote that is never closed, or text behind one that is.
    case malformed(String)
  }

  /// A row longer than this is not one: a quote that is never closed would eat the file.
  private static let rowByteLimit = 1 << 20

  private enum Format { case json, csv }

  /// Nil until the first byte that is no blank.
  private var format: Format?
  private var rows = CSVReader(rowByteLimit: rowByteLimit)
  /// What no line feed has ended, and what comes before the format is known.
  private var buffer: [UInt8] = []
  private var start = 0
  private var isFinished = false
  /// The number of the line of JSON that comes next, from 1.
  private var line = 1

  mutating func append(_ bytes: [UInt8]) {
    if format == .csv { return rows.append(bytes) }
    buffer.removeSubrange(..<start)
    start = 0
    buffer.append(contentsOf: bytes)
  }

  /// Says that no more bytes will come.
  mutating func finish() {
    isFinished = true
    if format == .csv { rows.finish() }
  }

  /// The next record with the line that it begins on; nil when more bytes are needed, or at the end.
  mutating func next() -> (line: Int, record: Record)? {
    if format == nil { recognize() }
    switch format {
    case .csv: return nextRow()
    case .json: return nextLine()
    case nil: return nil
    }
  }

  private mutating func recognize() {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = buffer.starts(with: mark) ? buffer.dropFirst(mark.count) : buffer[...]
    guard let first = text.first(where: { !Self.isBlank($0) }) else { return }
    format = first == UInt8(ascii: "{") ? .json : .csv
    guard format == .csv else { return start = text.startIndex }
    rows.append(buffer)
    buffer = []
    if isFinished { rows.finish() }
  }

  private mutating func nextRow() -> (line: Int, record: Record)? {
    switch rows.next() {
    case .row(let line): (line, .row(rows.row.texts))
    case .malformed(let line, let reason): (line, .malformed(reason))
    case nil: nil
    }
  }

  private mutating func nextLine() -> (line: Int, record: Record)? {
    while start < buffer.count, Self.isBlank(buffer[start]) {
      if buffer[start] == lineFeed { line += 1 }
      start += 1
    }
    let end = buffer[start...].firstIndex(of: lineFeed) ?? (isFinished ? buffer.count : nil)
    guard let end, end > start else { return nil }
    defer { start = end }
    return (line, .json(Array(buffer[start..<end])))
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == lineFeed || [UInt8(ascii: "\r"), UInt8(ascii: " "), UInt8(ascii: "\t")].contains(byte)
  }
}

private let lineFeed = UInt8(ascii: "\n")
