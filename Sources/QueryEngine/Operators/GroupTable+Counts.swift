import Scanning
import TraceModel

extension GroupTable {
  /// How many of the matching rows each group has; nil when that takes more than counting codes.
  mutating func counts(
    of matches: Bitmap, in reader: SegmentReader
  ) throws(QueryError) -> [(group: UInt32, count: Int)]? {
    if keys.isEmpty { return [(0, matches.setCount)] }
    guard keys.count == 1 else { return nil }
    if case .interval(let interval, let operand) = keys[0] {
      return try counts(of: matches, by: interval, of: operand, in: reader)
    }
    guard let column = codeColumn(of: keys[0], in: reader) else { return nil }
    let segment = reader.segment
    let dictionary = reader.dictionary(of: column)
    var counts = [Int](repeating: 0, count: dictionary.count + 1)
    var held = matches
    do {
      if let validity = try segment.validity(of: column) { held.formIntersection(validity) }
      reader.counters.countGathered(try segment.values(of: column), where: held)
      var target = counts.mutableSpan
      tally(try segment.values(of: column), held.words.span, into: &target, &reader.scratch)
    } catch {
      throw .storage(error)
    }
    var groups: [(group: UInt32, count: Int)] = []
    for code in counts.indices where counts[code] > 0 {
      groups.append((group(of: [try dictionary.value(of: UInt32(code))]), counts[code]))
    }
    let nullCount = matches.setCount - held.setCount
    if nullCount > 0 { groups.append((group(of: [.null]), nullCount)) }
    return groups
  }

  /// How many of the matching rows fall into each interval; nil when some may have no instant.
  private mutating func counts(
    of matches: Bitmap, by interval: TimeInterval, of operand: Scalar, in reader: SegmentReader
  ) throws(QueryError) -> [(group: UInt32, count: Int)]? {
    guard case .column(let reference) = operand, case .field(let field) = reference.source,
      let summary = reader.segment.summary(of: ColumnID(field)),
      summary.form == .integers, summary.nullCount == 0
    else { return nil }
    let segment = reader.segment
    do {
      let tally = IntervalTally(
        try segment.values(of: ColumnID(field)), matches.words.span, by: interval,
        &reader.scratch)
      return tally.counts.map { (group(of: [Value($0.start, unit: keys[0].type)]), $0.count) }
    } catch {
      throw .storage(error)
    }
  }

  /// The one column of dictionary codes that a key is in a segment.
  private func codeColumn(of key: Scalar, in reader: SegmentReader) -> ColumnID? {
    guard case .column(let reference) = key else { return nil }
    let column: ColumnID
    switch reference.source {
    case .field(let field): column = ColumnID(field)
    case .level(let field): column = field.column
    case .related, .tree: return nil
    case .attribute(let columns):
      guard columns.count == 1 else { return nil }
      column = columns[0].id
    }
    return reader.segment.summary(of: column)?.form == .codes ? column : nil
  }
}
