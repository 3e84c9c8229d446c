import Statistics

/// `approx_count_distinct(x)`: a sketch a group, nulls left out.
struct ApproximateDistinctAccumulator: Accumulator {
  private var sketches: [HyperLogLog] = []
  /// Hashes of the codes of the segment at hand, by dictionary; 0 while unknown.
  private var segmentHashes: [ObjectIdentifier: [UInt64]] = [:]
  private let input: Int

  init(input: Int) {
    self.input = input
  }

  var byteCount: Int { sketches.count * (HyperLogLog.byteCount + 40) }

  mutating func grow(to groupCount: Int) { sketches.grow(to: groupCount, with: HyperLogLog()) }

  mutating func add(_ batch: GroupedBatch) throws(QueryError) {
    let values = batch.inputs[input]
    if case .codes(let codes, let dictionary) = values.storage {
      return try add(codes, dictionary, values, batch.groups)
    }
    for index in batch.groups.indices {
      let value = try values.value(at: index)
      if value != .null { sketches[Int(batch.groups[index])].insert(value.sketchHash) }
    }
  }

  /// Hashes each code's value once a segment.
  private mutating func add(
    _ codes: [UInt32], _ dictionary: SegmentDictionary, _ rows: RowValues, _ groups: [UInt32]
  ) throws(QueryError) {
    let key = ObjectIdentifier(dictionary)
    var known =
      segmentHashes.removeValue(forKey: key) ?? Array(repeating: 0, count: dictionary.count)
    for index in codes.indices where rows.isValid(index) {
      let code = Int(codes[index])
      if code >= known.count || known[code] == 0 {
        // Throws for codes past the dictionary.
        known[code] = try dictionary.value(of: codes[index]).sketchHash
      }
      // What is stored may still be no value: an attribute with nothing set.
      if known[code] != 0 { sketches[Int(groups[index])].insert(known[code]) }
    }
    segmentHashes[key] = known
  }

  mutating func endSegment() { segmentHashes.removeAll(keepingCapacity: true) }

  mutating func merge(_ other: ApproximateDistinctAccumulator, groups: [UInt32]) {
    for index in groups.indices { sketches[Int(groups[index])].merge(other.sketches[index]) }
  }

  func result(of aggregate: Aggregate, group: Int, rowCount: Int) -> Value {
    .integer(Int64(sketches[group].estimate.rounded()))
  }
}
