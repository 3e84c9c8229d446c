/// One thread's part of going over the matching rows again, for what the first time over could
/// not hold.
struct RepeatedPass: Sendable {
  /// Knows every group; only what it knows of the segment at hand changes.
  private var table: GroupTable
  private let inputs: [Scalar]
  private(set) var searches: [Search]

  struct Search: Sendable {
    /// The place of the state that asked for it.
    var state: Int
    var content: RankSearch
  }

  init(_ partial: PartialAggregate, program: AggregateProgram) {
    table = partial.table
    inputs = program.inputs
    searches = partial.searches
  }

  var byteCount: Int { searches.reduce(0) { $0 + $1.content.byteCount } }

  mutating func add(_ rows: [UInt32], of reader: SegmentReader) throws(QueryError) {
    let groups = try table.groups(of: rows, in: reader)
    for index in searches.indices {
      let values = try reader.evaluate(inputs[searches[index].content.input], rows: rows)
      try searches[index].content.add(values, groups: groups)
    }
  }

  mutating func endSegment() { table.endSegment() }

  mutating func merge(_ other: RepeatedPass) {
    for index in searches.indices { searches[index].content.merge(other.searches[index].content) }
  }
}
