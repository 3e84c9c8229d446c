import Scanning
import TraceModel

/// `count_distinct(trace_id)`: exact, without a look at most ids.
///
/// A trace that has rows in one segment alone differs from those of all others. Only the ids of
/// traces that may have rows in several are compared; the source says which these are. What others
/// the source has beside a segment therefore matters, and a segment's part is not remembered.
struct DistinctTracesAccumulator: Accumulator {
  private var sets = GroupSets()
  /// Traces so far; their numbers are below.
  private var count: UInt32 = 0
  /// The ids of traces that may have rows in several segments, and the number of each.
  private var sharedIDs = TextTable()
  private var sharedNumbers: [UInt32] = []
  /// The numbers of the codes of the segment at hand; empty before its first row.
  private var codeNumbers: [UInt32] = []
  private let input: Int

  /// Of codes that were not met.
  private static let unknown = UInt32.max
  /// Of codes that were not met of traces that may have rows in other segments.
  private static let unknownShared = UInt32.max - 1

  init(input: Int) {
    self.input = input
  }

  var byteCount: Int {
    sets.byteCount + sharedIDs.byteCount
      + (sharedNumbers.count + codeNumbers.count) * MemoryLayout<UInt32>.stride
  }

  mutating func grow(to groupCount: Int) { sets.grow(to: groupCount) }

  mutating func add(_ batch: GroupedBatch) throws(QueryError) {
    guard case .codes(let codes, let dictionary) = batch.inputs[input].storage else {
      throw .storage(.damaged("trace ids that are no codes"))
    }
    if codeNumbers.isEmpty { try startSegment(batch.reader, codeCount: dictionary.count) }
    var numbers = codes
    for index in codes.indices { numbers[index] = try number(of: codes[index], dictionary) }
    sets.insert(numbers, groups: batch.groups, numberCount: Int(count))
  }

  private mutating func startSegment(
    _ reader: SegmentReader, codeCount: Int
  ) throws(QueryError) {
    codeNumbers = Array(repeating: Self.unknown, count: codeCount)
    for code in try reader.sharedTraceCodes() where Int(code) < codeCount {
      codeNumbers[Int(code)] = Self.unknownShared
    }
  }

  private mutating func number(
    of code: UInt32, _ dictionary: SegmentDictionary
  ) throws(QueryError) -> UInt32 {
    guard Int(code) < codeNumbers.count else {
      throw .storage(.damaged("a code past its dictionary"))
    }
    let known = codeNumbers[Int(code)]
    guard known >= Self.unknownShared else { return known }
    let number: UInt32
    if known == Self.unknownShared, case .string(let id) = try dictionary.value(of: code) {
      number = self.number(ofShared: id)
    } else {
      number = next()
    }
    codeNumbers[Int(code)] = number
    return number
  }

  private mutating func number(ofShared id: String) -> UInt32 {
    let place = Int(sharedIDs.identify(id))
    if place == sharedNumbers.count { sharedNumbers.append(next()) }
    return sharedNumbers[place]
  }

  private mutating func next() -> UInt32 {
    defer { count += 1 }
    return count
  }

  mutating func endSegment() { codeNumbers.removeAll(keepingCapacity: true) }

  mutating func merge(_ other: DistinctTracesAccumulator, groups: [UInt32]) {
    var numbers = [UInt32](repeating: Self.unknown, count: Int(other.count))
    for (place, number) in other.sharedNumbers.enumerated() {
      numbers[Int(number)] = self.number(ofShared: other.sharedIDs.text(UInt32(place)))
    }
    for index in numbers.indices where numbers[index] == Self.unknown { numbers[index] = next() }
    let numberCount = Int(count)
    other.sets.forEachPair { group, number in
      sets.insert(
        numbers[Int(number)], toGroup: groups[Int(group)], numberCount: numberCount)
    }
  }

  func result(of aggregate: Aggregate, group: Int, rowCount: Int) -> Value {
    .integer(Int64(sets.count(ofGroup: group)))
  }
}

extension SegmentReader {
  /// The codes of the traces that may have rows in other segments.
  func sharedTraceCodes() throws(QueryError) -> [UInt32] {
    let segment = segment
    do {
      let rows = try sharedTraces()
      return gatherCodes(
        try segment.values(of: ColumnID(.traceID)), rows: rows.span, &scratch)
    } catch {
      throw .storage(error)
    }
  }
}
