import Spoor
import TestSupport
import TraceModel
import TraceStorage

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Batches written after there is room again.
private let laterBatchCount = 5

/// Writes until the file may not grow, then with the limit raised goes on.
func fill(_ arguments: Arguments) throws {
  // The signal would end the process before the library sees the error.
  _ = signal(SIGXFSZ, SIG_IGN)
  try setFileSizeLimit(rlim_t(arguments.number(1)))
  try writeToTheEnd(arguments[0], Manner(arguments[2])) {
    try setFileSizeLimit(.max)
  }
}

/// Writes until a disk of its own is full, then with room made goes on.
///
/// Says `skipped` where no disk can be mounted. The process must have a mount namespace of its
/// own: the disk goes with it, however it ends.
func overflow(_ arguments: Arguments) throws {
  #if os(Linux)
    let disk = arguments[0]
    guard unsafe mount("tmpfs", disk, "tmpfs", 0, "size=\(arguments.number(1))") == 0
    else { return say("skipped") }
    let ballast = disk + "/ballast"
    writeFile(ballast, [UInt8](repeating: 0, count: arguments.number(1) / 2))
    try writeToTheEnd(disk + "/s", Manner(arguments[2])) {
      guard unsafe unlink(ballast) == 0 else { fail("cannot make room") }
    }
  #else
    say("skipped")
  #endif
}

private func setFileSizeLimit(_ bytes: rlim_t) throws {
  #if canImport(Glibc)
    let resource = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
  #else
    let resource = RLIMIT_FSIZE
  #endif
  var limit = rlimit()
  // Safe: both calls use the one value they are given.
  guard unsafe getrlimit(resource, &limit) == 0 else { fail("no limit to be had") }
  limit.rlim_cur = min(bytes, limit.rlim_max)
  guard unsafe setrlimit(resource, &limit) == 0 else { fail("the limit cannot be set") }
}

/// Stores batches until one fails for want of room; then what was stored must be there, and once
/// there is room, the batch that failed and more can be stored.
private func writeToTheEnd(_ path: String, _ manner: Manner, makeRoom: () throws -> Void) throws {
  let opened = try OpenedStore(path)
  let store = opened.database
  let batches = NumberedBatches(writer: 1)
  var next = 0
  var reason: String?
  while reason == nil {
    do throws(any Error) {
      try manner.store(next, of: batches, in: opened)
      next += 1
    } catch let error as StorageError {
      guard case .unavailable(let text) = error else { fail("refused with \(error)") }
      reason = text
    } catch let error as StoreError {
      guard case .unavailable(let text) = error else { fail("refused with \(error)") }
      reason = text
    }
  }
  say("full \(reason ?? "")")
  try expect(Set(0..<next), mayHave: next, in: store, batches)
  // A second try without room is refused as the first was.
  if (try? manner.store(next, of: batches, in: opened)) != nil, manner == .load {
    say("fits \(next)")
  }
  try makeRoom()
  for batch in next..<next + laterBatchCount { try manner.store(batch, of: batches, in: opened) }
  try expect(Set(0..<next + laterBatchCount), mayHave: nil, in: store, batches)
  say("stored \(next) and then \(laterBatchCount)")
}

private func expect(
  _ expected: Set<Int>, mayHave extra: Int?, in store: TraceDatabase, _ batches: NumberedBatches
) throws {
  let snapshot = try store.snapshot()
  var audit = try batches.audit { try snapshot.spans(of: $0) }
  // A batch whose sealing or merging failed is stored.
  if let extra { audit.batches.remove(extra) }
  guard audit.problems.isEmpty, audit.batches == expected else {
    fail("holds \(audit.batches.sorted()), not \(expected.sorted()): \(audit.problems)")
  }
  let report = try store.check()
  guard report.problems.isEmpty else { fail("\(report.problems)") }
}
