import QuerySyntax
import Scanning
import TraceModel

/// Counts the spans that a filter could not judge: those without the field that it compares, and
/// those whose value is of another type.
///
/// An answer that is silent about them reads like one that counted them.
struct FieldCensus: Sendable {
  let columns: [ComparedColumn]
  private let level: QueryLevel
  private var lacking: [Int]
  private var mismatched: [[ValueType: Int]]

  init(of columns: [ComparedColumn], level: QueryLevel) {
    self.columns = columns
    self.level = level
    lacking = Array(repeating: 0, count: columns.count)
    mismatched = Array(repeating: [:], count: columns.count)
  }

  /// Counts a segment's live rows within the asked time range, also when its summary rules it
  /// out for the filter.
  mutating func count(
    _ reader: SegmentReader, within time: SegmentPredicate
  ) throws(QueryError) {
    guard !columns.isEmpty else { return }
    let spans = AskedSpans(reader, within: time)
    do {
      for index in columns.indices {
        try count(index, columns[index].column.source, spans)
      }
    } catch let error as ScanError {
      throw .storage(error)
    } catch let error as QueryError {
      throw error
    } catch {
      preconditionFailure("no other error is thrown here")
    }
  }

  private mutating func count(
    _ index: Int, _ source: ColumnReference.Source, _ spans: AskedSpans,
    of relation: Relation? = nil
  ) throws {
    switch source {
    case .field(let field):
      lacking[index] += try spans.countLacking([ColumnID(field)], of: relation)
    case .level(let field): lacking[index] += try spans.countLacking([field.column], of: relation)
    case .tree(let field): lacking[index] += try spans.countLacking([field.column], of: relation)
    case .attribute(let attributes):
      guard !attributes.isEmpty else { return }
      lacking[index] += try spans.countLacking(attributes.map(\.id), of: relation)
      for attribute in attributes {
        let type = ValueType(attribute.type)
        guard columns[index].mismatched.contains(type) else { continue }
        mismatched[index][type, default: 0] += try spans.countHolding(attribute.id, of: relation)
      }
    case .related(let relation, let source): try count(index, source, spans, of: relation)
    }
  }

  /// The same census with nothing counted yet.
  var cleared: FieldCensus { FieldCensus(of: columns, level: level) }

  /// Adds what was counted in other segments.
  mutating func add(_ other: FieldCensus) {
    for index in columns.indices {
      lacking[index] += other.lacking[index]
      mismatched[index].merge(other.mismatched[index]) { $0 + $1 }
    }
  }

  /// A sentence for each thing counted, in the order of the filter.
  var notes: [String] {
    var notes: [String] = []
    for index in columns.indices {
      let name = columns[index].column.name
      if lacking[index] > 0 {
        notes.append("\(level.count(lacking[index])) lacked `\(name)`")
      }
      for (type, count) in mismatched[index].sorted(by: { $0.key.rawValue < $1.key.rawValue })
      where count > 0 {
        let verb = count == 1 ? "has" : "have"
        notes.append("\(level.count(count)) \(verb) \(name) as \(type.rawValue)")
      }
    }
    return notes
  }
}

extension QueryLevel {
  /// "1 span", "2 spans".
  func count(_ count: Int) -> String { count == 1 ? "1 \(noun)" : "\(count) \(rawValue)" }
}

/// The live rows of a segment within the asked time range; found only when the segment's summary
/// does not answer.
private final class AskedSpans {
  private let reader: SegmentReader
  private let time: SegmentPredicate
  private var known: Bitmap?

  init(_ reader: SegmentReader, within time: SegmentPredicate) {
    self.reader = reader
    self.time = time
  }

  private func rows() throws -> Bitmap {
    if let known { return known }
    var rows = try reader.askedRows()
    try reader.keep(time, in: &rows)
    known = rows
    return rows
  }

  /// Whether every row of the segment is asked for.
  private func isWhole() throws -> Bool {
    let segment = reader.segment
    guard case .always = time, reader.query.level != .traces else { return false }
    return try segment.liveRows() == nil
  }

  func countLacking(_ columns: [ColumnID], of relation: Relation?) throws -> Int {
    if let relation { return try rows().setCount - countHaving(columns, of: relation) }
    try reader.provide(columns)
    let held = columns.compactMap { reader.segment.summary(of: $0) }
    if held.contains(where: { $0.nullCount == 0 }) { return 0 }
    if held.count <= 1, try isWhole() {
      return held.first?.nullCount ?? reader.segment.rowCount
    }
    return try reader.rowsLacking(columns, among: try rows()).setCount
  }

  func countHolding(_ column: ColumnID, of relation: Relation?) throws -> Int {
    if let relation { return try countHaving([column], of: relation) }
    guard let summary = reader.segment.summary(of: column) else { return 0 }
    if try isWhole() { return reader.segment.rowCount - summary.nullCount }
    let rows = try rows()
    return rows.setCount - (try reader.rowsLacking([column], among: rows)).setCount
  }

  /// The spans whose relative has a value in one of the columns.
  private func countHaving(_ columns: [ColumnID], of relation: Relation) throws -> Int {
    var rows = try rows()
    try reader.keep(try reader.bind(relation, .present(columns)), in: &rows)
    return rows.setCount
  }
}
