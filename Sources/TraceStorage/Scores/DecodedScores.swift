import Columns
import Scanning
import TraceModel

/// The scores of a part in arrays, for joins: one read of a part serves all of its look-ups.
struct DecodedScores: Sendable {
  let traceHighs: [UInt64]
  let traceLows: [UInt64]
  /// Zero where the target is no span.
  let spans: [UInt64]
  let sessions: DecodedTexts
  let names: DecodedTexts
  let sources: DecodedTexts
  let labels: DecodedTexts
  let comments: DecodedTexts
  /// NaN where there is none.
  let numbers: [Double]
  let times: [Int64]
  let arrivals: [UInt64]

  init(_ segment: StoredSegment) throws(ScanError) {
    traceHighs = try segment.words(of: .traceHigh)
    traceLows = try segment.words(of: .traceLow)
    spans = try segment.words(of: .span)
    sessions = try DecodedTexts(segment, .session)
    names = try DecodedTexts(segment, .name)
    sources = try DecodedTexts(segment, .source)
    labels = try DecodedTexts(segment, .label)
    comments = try DecodedTexts(segment, .comment)
    numbers = try segment.doubles(of: .number)
    times = try segment.words(of: .time).map { Int64(bitPattern: $0) }
    arrivals = try segment.words(of: .arrival)
  }

  /// A row's score.
  func score(_ row: Int) throws(ScanError) -> Score {
    Score(
      of: try target(row), name: names[row] ?? "", source: sources[row] ?? "",
      number: numbers[row].isNaN ? nil : numbers[row], label: labels[row],
      comment: comments[row], time: times[row])
  }

  private func target(_ row: Int) throws(ScanError) -> Score.Target {
    if let session = sessions[row] { return .session(session) }
    guard let trace = TraceID(high: traceHighs[row], low: traceLows[row]) else {
      throw .damaged("score \(arrivals[row]) has no target")
    }
    return SpanID(rawValue: spans[row]).map { .span(trace: trace, span: $0) } ?? .trace(trace)
  }
}

/// A column of texts, each distinct one once.
struct DecodedTexts: Sendable {
  /// A place in `texts` for each row, -1 where it has none.
  let codes: [Int32]
  let texts: [String]

  subscript(row: Int) -> String? { codes[row] < 0 ? nil : texts[Int(codes[row])] }

  init(_ segment: StoredSegment, _ field: ScoreField) throws(ScanError) {
    guard let entry = segment.directory[field.id] else {
      codes = Array(repeating: -1, count: segment.rowCount)
      texts = []
      return
    }
    let count = entry.summary.distinctCount
    codes = try segment.integers(of: field.id, absent: -1).map { Int32(truncatingIfNeeded: $0) }
    guard entry.summary.form == .codes, codes.allSatisfy({ $0 >= -1 && $0 < count }) else {
      throw .damaged("scores, column \(field.rawValue): a code without a text")
    }
    texts = try segment.texts(of: field.id, count: count)
  }
}

extension StoredSegment {
  /// Every row's whole number or code.
  ///
  /// O(rows).
  func integers(of column: ColumnID, absent: Int64) throws(ScanError) -> [Int64] {
    guard directory[column] != nil else { return Array(repeating: absent, count: rowCount) }
    var values = try values(of: column).allIntegers()
    if let validity = try validity(of: column) {
      for row in values.indices where validity[row / 64] >> UInt64(row % 64) & 1 == 0 {
        values[row] = absent
      }
    }
    return values
  }

  /// Every value of a dictionary of texts.
  func texts(of column: ColumnID, count: Int) throws(ScanError) -> [String] {
    try dictionaryValues(0..<UInt32(count), in: column).map { (value) throws(ScanError) in
      guard case .string(let text) = value else {
        throw .damaged("column \(column.rawValue) holds a value that is no text")
      }
      return text
    }
  }

  fileprivate func words(of field: ScoreField) throws(ScanError) -> [UInt64] {
    guard directory[field.id]?.summary.form ?? .integers == .integers else {
      throw .damaged("scores, column \(field.rawValue): no whole numbers")
    }
    return try integers(of: field.id, absent: 0).map { UInt64(bitPattern: $0) }
  }

  fileprivate func doubles(of field: ScoreField) throws(ScanError) -> [Double] {
    guard let entry = directory[field.id] else {
      return Array(repeating: .nan, count: rowCount)
    }
    guard entry.summary.form == .doubles else {
      throw .damaged("scores, column \(field.rawValue): no numbers")
    }
    return try doubles(of: field.id)
  }

  /// Every row's double, NaN where it has none.
  func doubles(of column: ColumnID) throws(ScanError) -> [Double] {
    var values = try values(of: column).allDoubles()
    if let validity = try validity(of: column) {
      for row in values.indices where validity[row / 64] >> UInt64(row % 64) & 1 == 0 {
        values[row] = .nan
      }
    }
    return values
  }
}
