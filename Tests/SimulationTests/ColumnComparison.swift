import Columns
import Scanning
import TestSupport
import TraceModel

/// Reads every column of every segment as the engine does, and compares each live row with the
/// model.
struct ColumnComparison {
  private let source: any ScanSource
  private let model: StoreModel
  /// What differs, a sentence each.
  private(set) var problems: [String] = []
  private var seen: Set<Identity> = []

  static func problems(of source: any ScanSource, against model: StoreModel) throws -> [String] {
    var comparison = ColumnComparison(source: source, model: model)
    try comparison.run()
    return comparison.problems
  }

  private init(source: any ScanSource, model: StoreModel) {
    self.source = source
    self.model = model
  }

  private mutating func run() throws {
    for index in 0..<source.segmentCount {
      let segment = try source.segment(at: index)
      try compare(segment, index)
    }
    let missing = Set(model.entries.keys).subtracting(seen)
    if !missing.isEmpty { problems.append("\(missing.count) spans are in no segment") }
  }

  private mutating func compare(_ segment: any ScanSegment, _ index: Int) throws {
    if segment.startRange != source.startRange(ofSegmentAt: index) {
      problems.append("segment \(index): two ranges of starts")
    }
    let rows = try liveRows(of: segment)
    let spans = try spans(ofRows: rows, in: segment, index)
    for field in Field.allCases where field != .templateHash {
      let expected = spans.map { ColumnOracle.value(of: field, in: $0.span, $0.fields) }
      try compare(ColumnID(field), "\(field)", expected, rows, segment, index)
    }
    for column in source.attributeColumns {
      let expected = spans.map { ColumnOracle.value(of: column, in: $0.span) }
      try compare(
        column.id, "\(column.scope.prefix).\(column.key)", expected, rows, segment, index,
        isBoolean: column.type == .boolean)
    }
  }

  /// The model's spans of some rows; a row of none, or of a span met before, is a problem.
  private mutating func spans(
    ofRows rows: [Int], in segment: any ScanSegment, _ index: Int
  ) throws -> [(span: SpanData, fields: SpanFields)] {
    var found: [(span: SpanData, fields: SpanFields)] = []
    let traces = try segment.values(of: ColumnID(.traceID)).allIntegers()
    let ids = try segment.values(of: ColumnID(.spanID)).allIntegers()
    for row in rows {
      let value = try segment.dictionaryValue(UInt32(traces[row]), in: ColumnID(.traceID))
      guard case .string(let digits) = value, let trace = TraceID(digits),
        let span = SpanID(rawValue: UInt64(bitPattern: ids[row])),
        let entry = model.entries[Identity(trace: trace, span: span)]
      else {
        problems.append("segment \(index), row \(row): a span that should not be")
        continue
      }
      if !seen.insert(Identity(entry.span)).inserted {
        problems.append("segment \(index), row \(row): a span that counts twice")
      }
      found.append((entry.span, SpanFields(entry.span)))
    }
    return found
  }

  private mutating func compare(
    _ column: ColumnID, _ name: String, _ expected: [AttributeValue?], _ rows: [Int],
    _ segment: any ScanSegment, _ index: Int, isBoolean: Bool = false
  ) throws {
    guard expected.count == rows.count else { return }
    let found = try values(of: column, rows, segment, isBoolean: isBoolean)
    for (number, row) in rows.enumerated()
    where found[number]?.canonicalBytes != expected[number]?.canonicalBytes {
      problems.append(
        "segment \(index), row \(row), \(name): \(excerpt(of: found[number])) "
          + "instead of \(excerpt(of: expected[number]))")
    }
    try compareBounds(of: column, name, found, segment, index)
    for case .string(let text)? in expected.prefix(3)
    where segment.summary(of: column)?.form == .codes {
      let code = try segment.code(of: text, in: column)
      let value = try code.map { try segment.dictionaryValue($0, in: column) }
      if value != .string(text) {
        problems.append("segment \(index), \(name): \(text) has no code")
      }
    }
  }

  /// Values lie within what the summary says of them.
  private mutating func compareBounds(
    of column: ColumnID, _ name: String, _ found: [AttributeValue?], _ segment: any ScanSegment,
    _ index: Int
  ) throws {
    guard let summary = segment.summary(of: column), let range = summary.range else { return }
    for case .integer(let number)? in found where !range.contains(number) {
      problems.append("segment \(index), \(name): \(number) is outside \(range)")
    }
  }

  private func values(
    of column: ColumnID, _ rows: [Int], _ segment: any ScanSegment, isBoolean: Bool
  ) throws -> [AttributeValue?] {
    guard let summary = segment.summary(of: column) else {
      return Array(repeating: nil, count: rows.count)
    }
    let present = try presence(of: column, rows, segment)
    var values: [AttributeValue?] = []
    switch summary.form {
    case .codes:
      let codes = try segment.values(of: column).allIntegers()
      for (row, isPresent) in zip(rows, present) {
        values.append(
          isPresent ? try segment.dictionaryValue(UInt32(codes[row]), in: column) : nil)
      }
    case .integers:
      let integers = try segment.values(of: column).allIntegers()
      for (row, isPresent) in zip(rows, present) {
        let value: AttributeValue =
          isBoolean ? .boolean(integers[row] != 0) : .integer(integers[row])
        values.append(isPresent ? value : nil)
      }
    case .doubles:
      let doubles = try segment.values(of: column).allDoubles()
      for (row, isPresent) in zip(rows, present) {
        values.append(isPresent ? .double(doubles[row]) : nil)
      }
    case .payload:
      for (row, isPresent) in zip(rows, present) {
        let value = try segment.value(of: column, row: row)
        values.append(isPresent ? value : nil)
      }
    }
    return values
  }

  private func presence(
    of column: ColumnID, _ rows: [Int], _ segment: any ScanSegment
  ) throws -> [Bool] {
    guard let validity = try segment.validity(of: column) else {
      return Array(repeating: true, count: rows.count)
    }
    var present: [Bool] = []
    for row in rows { present.append(validity[row / 64] >> UInt64(row % 64) & 1 != 0) }
    return present
  }

  private func liveRows(of segment: any ScanSegment) throws -> [Int] {
    guard let live = try segment.liveRows() else { return Array(0..<segment.rowCount) }
    var rows: [Int] = []
    for row in 0..<segment.rowCount where live[row / 64] >> UInt64(row % 64) & 1 != 0 {
      rows.append(row)
    }
    return rows
  }

  private func excerpt(of value: AttributeValue?) -> Substring {
    value.map { String(describing: $0).prefix(80) } ?? "null"
  }
}
