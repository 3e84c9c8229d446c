/// One thread's part of going over the matching rows again, for what the first time over could
/// not hold.
struct RepeatedPass: Sendable {
  /// Knows every group; only what it knows of the segment at hand changes.
  private var table: GroupTable
  private let inputs: [Scalar]
  /// By the state that asked for it.
  private(set) var searches: [Int: RankSearch]

  init(_ partial: PartialAggregate, program: AggregateProgram) {
    table = partial.table
    inputs = program.inputs
    searches = partial.searches
  }

  var byteCount: Int { searches.values.reduce(0) { $0 + $1.byteCount } }

  mutating func add(_ rows: [UInt32], of reader: SegmentReader) throws(QueryError) {
    let groups = try table.groups(of: rows, in: reader)
    for index in searches.keys {
      // Taken out while it changes, so that it is not copied.
      guard var search = searches.removeValue(forKey: index) else { continue }
      try search.add(try reader.evaluate(inputs[search.input], rows: rows), groups: groups)
      searches[index] = search
    }
  }

  mutating func endSegment() { table.endSegment() }

  mutating func merge(_ other: RepeatedPass) {
    for (index, search) in other.searches { searches[index]?.merge(search) }
  }
}
