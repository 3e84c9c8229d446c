/// One thread's part of going over the matching rows again, for what the first time over could
/// not hold.
struct RepeatedPass: Sendable {
  /// Knows every group; only what it knows of the segment at hand changes.
  private var table: GroupTable
  private let program: AggregateProgram
  /// What the table's groups became, when several were made one.
  private let mergedGroups: [UInt32]?
  private(set) var searches: [Search]

  struct Search: Sendable {
    /// The branch of the program that asked for it; nil for its own states.
    var branch: Int?
    /// The place of the state that asked for it.
    var state: Int
    var content: RankSearch
  }

  init(_ partial: PartialAggregate, program: AggregateProgram) {
    table = partial.table
    mergedGroups = partial.mergedGroups
    self.program = program
    searches = partial.searches
  }

  var byteCount: Int { searches.reduce(0) { $0 + $1.content.byteCount } }

  mutating func add(_ rows: [UInt32], of reader: SegmentReader) throws(QueryError) {
    var groups = try table.groups(of: rows, in: reader)
    if let mergedGroups { groups = groups.map { mergedGroups[Int($0)] } }
    for index in searches.indices {
      let input = searches[index].content.input
      guard let branch = searches[index].branch else {
        let values = try reader.evaluate(program.inputs[input], rows: rows)
        try searches[index].content.add(values, groups: groups)
        continue
      }
      let flags = try reader.flags(of: program.branches[branch].condition, rows: rows)
      let kept = rows.indices.filter { flags[$0] }
      let values = try reader.evaluate(
        program.branches[branch].program.inputs[input], rows: kept.map { rows[$0] })
      try searches[index].content.add(values, groups: kept.map { groups[$0] })
    }
  }

  mutating func endSegment() { table.endSegment() }

  mutating func merge(_ other: RepeatedPass) {
    for index in searches.indices { searches[index].content.merge(other.searches[index].content) }
  }
}
