import Columns
import Scanning
import TestSupport
import TraceModel
import TraceStorage

/// Looks at one snapshot after another while others write: each must be a state between two
/// commits, and none older than the one before.
func watch(_ arguments: Arguments) throws {
  let store = try TraceDatabase.open(arguments[0], OpenOptions(readOnly: true))
  let writers = (1...UInt64(arguments.number(1))).map { NumberedBatches(writer: $0) }
  var before = Array(repeating: 0, count: writers.count)
  var lookCount = 0
  say("watching")
  repeat {
    let snapshot = try store.snapshot()
    let counts = try spanCounts(snapshot)
    for (number, batches) in writers.enumerated() {
      let now = try look(at: batches, in: snapshot, counts, isThorough: lookCount % 8 == number)
      if now < before[number] {
        fail("writer \(batches.writer) went back from \(before) to \(now)")
      }
      before[number] = now
    }
    lookCount += 1
  } while !inputHasEnded()
  say("looked \(lookCount)")
}

/// How many batches of a writer a snapshot holds, all whole.
private func look(
  at batches: NumberedBatches, in snapshot: StorageSnapshot, _ counts: [TraceID: Int],
  isThorough: Bool
) throws -> Int {
  let perTrace = Set(batches.traces.map { counts[$0] ?? 0 })
  guard perTrace.count == 1, let spanCount = perTrace.first else {
    fail("traces of one writer have \(perTrace.sorted()) spans")
  }
  let (count, rest) = spanCount.quotientAndRemainder(dividingBy: NumberedBatches.spansPerTrace)
  guard rest == 0 else { fail("\(spanCount) spans are no whole batches") }
  guard counts[batches.counterTrace] ?? 0 == min(count, 1) else { fail("the counter counts twice") }
  let ends = try snapshot.spans(of: batches.counterTrace).map(\.end)
  guard ends == (count == 0 ? [] : [Int64(count - 1)]) else {
    fail("\(count) batches, but the counter says \(ends)")
  }
  if isThorough {
    let audit = try batches.audit { try snapshot.spans(of: $0) }
    if let problem = audit.problems.first { fail(problem) }
    guard audit.batches.count == count else { fail("columns and rows differ") }
  }
  return count
}

/// The live rows of each trace, counted in the columns as a query counts them.
private func spanCounts(_ snapshot: StorageSnapshot) throws -> [TraceID: Int] {
  var counts: [TraceID: Int] = [:]
  for index in 0..<snapshot.segmentCount {
    let segment = try snapshot.segment(at: index)
    var rows: [Int64: Int] = [:]
    let codes = try segment.values(of: ColumnID(.traceID)).allIntegers()
    let live = try segment.liveRows()
    for row in 0..<segment.rowCount {
      if let live, live[row / 64] >> UInt64(row % 64) & 1 == 0 { continue }
      rows[codes[row], default: 0] += 1
    }
    for (code, count) in rows {
      let value = try segment.dictionaryValue(UInt32(code), in: ColumnID(.traceID))
      guard case .string(let digits) = value, let trace = TraceID(digits)
      else { fail("a trace id that is none") }
      counts[trace, default: 0] += count
    }
  }
  return counts
}
