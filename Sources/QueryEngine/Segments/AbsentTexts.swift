import Columns
import QuerySyntax
import Scanning
import TraceModel

/// Finds the texts that a filter asks for and no row has: as a rule they are misspelt.
///
/// Asked of an answer without rows only: then the silence would be taken for an answer. Reads
/// dictionaries, and rows only where some no longer count.
struct AbsentTexts {
  private let source: any ScanSource
  private let level: QueryLevel

  /// Values of a column in a segment beyond which none is searched for the nearest.
  private static let searchedCount = 1_000
  /// Values that a note lists at most.
  private static let listedCount = 6
  /// Texts of a list that notes are about, each for itself; the others are counted.
  private static let notedCount = 5
  /// Characters of such a text that are shown.
  private static let shownLength = 100

  init(in source: any ScanSource, at level: QueryLevel) {
    self.source = source
    self.level = level
  }

  /// A sentence for each text that no row has.
  func notes(on filter: Predicate) throws(QueryError) -> [String] {
    var notes: [String] = []
    for sought in Self.sought(by: filter) {
      do {
        var count = 0
        for text in sought.texts where try !isAnywhere(text, sought.columns) {
          count += 1
          if count <= Self.notedCount { notes.append(try note(on: text, sought)) }
        }
        if count > Self.notedCount {
          let others = "\(count - Self.notedCount) more of the texts asked for"
          notes.append("no \(level.noun) has `\(sought.name)` = any of \(others)")
        }
      } catch {
        throw .storage(error)
      }
    }
    return notes
  }

  /// Texts of which a column must have one.
  private struct Sought {
    var name: String
    var columns: [ColumnID]
    var texts: [String]
    var isIdentity: Bool
  }

  private static func sought(by filter: Predicate) -> [Sought] {
    switch filter {
    case .all(let parts), .any(let parts): return parts.flatMap { sought(by: $0) }
    case .column(let column, let test, negated: false):
      guard let text = test.text, !text.isInverted, case .among(let texts) = text.condition,
        test.integers == nil, test.doubles == nil, test.booleans == nil, !column.columnIDs.isEmpty
      else { return [] }
      return [
        Sought(
          name: column.name, columns: column.columnIDs,
          texts: texts.map(\.text).sorted { orderBytes($0, $1) < 0 },
          isIdentity: Scalar.column(column).identity != nil)
      ]
    default: return []
    }
  }

  /// True also where nobody can tell without reading payloads.
  private func isAnywhere(_ text: String, _ columns: [ColumnID]) throws(ScanError) -> Bool {
    for index in 0..<source.segmentCount {
      let segment = try source.segment(at: index)
      for column in columns {
        guard let summary = segment.summary(of: column) else { continue }
        guard summary.form == .codes else { return true }
        guard let code = try segment.code(of: text, in: column) else { continue }
        if try liveCodes(segment, column)?.contains(code) ?? true { return true }
      }
    }
    return false
  }

  private func note(on text: String, _ sought: Sought) throws(ScanError) -> String {
    let clipped = text.count > Self.shownLength ? text.prefix(Self.shownLength) + "…" : text
    let start = "no \(level.noun) has `\(sought.name)` = \(clipped)"
    if sought.isIdentity { return start }
    let values = try values(of: sought.columns)
    if let near = nearest(text, among: values) { return start + "; did you mean \(near)?" }
    guard !values.isEmpty, values.count <= Self.listedCount else { return start }
    return start + "; there is " + values.joined(separator: ", ")
  }

  /// The columns' texts, sorted by their bytes; empty where they are too many.
  private func values(of columns: [ColumnID]) throws(ScanError) -> [String] {
    var found: Set<ExactText> = []
    for index in 0..<source.segmentCount {
      let segment = try source.segment(at: index)
      for column in columns {
        guard let summary = segment.summary(of: column), summary.form == .codes else { continue }
        guard summary.distinctCount <= Self.searchedCount else { return [] }
        let live = try liveCodes(segment, column)
        let codes = 0..<UInt32(summary.distinctCount)
        for (code, value) in zip(codes, try segment.dictionaryValues(codes, in: column)) {
          guard live?.contains(code) ?? true, case .string(let text) = value else { continue }
          found.insert(ExactText(text))
        }
      }
      guard found.count <= Self.searchedCount else { return [] }
    }
    return found.map(\.text).sorted { orderBytes($0, $1) < 0 }
  }

  /// The codes of rows that count; nil where all rows do.
  private func liveCodes(
    _ segment: any ScanSegment, _ column: ColumnID
  ) throws(ScanError) -> Set<UInt32>? {
    guard try segment.liveRows() != nil else { return nil }
    var rows = Bitmap(bitCount: segment.rowCount, copying: try segment.liveRows())
    if let valid = try segment.validity(of: column) { rows.formIntersection(valid) }
    var codes: Set<UInt32> = []
    var list = RowList()
    var scratch = BlockScratch()
    while list.next(of: rows, limit: 4_096) {
      let batch = list.rows
      codes.formUnion(
        gatherCodes(try segment.values(of: column), rows: batch.span, &scratch))
    }
    return codes
  }
}
