import Dispatch
import Synchronization
import TestSupport
import Testing
import TraceStorage

@testable import Spoor

/// Sealing beside the calls that append.
@Suite struct BackgroundSealingTests {
  private let folder = TemporaryFolder()
  private var path: String { folder.appending("traces.spoor") }

  @Test func `every reader sees each span once while spans are sealed and merged`() async throws {
    let store = try open()
    let batchCount: UInt64 = 60
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for batch in 0..<batchCount { try store.append(try spans(of: batch)) }
      }
      for _ in 0..<2 {
        group.addTask {
          var last: Int64 = 0
          while last < Int64(batchCount) * 10 {
            let row = try await store.query(
              "select count(), count_distinct(span_id), count_distinct(trace_id)"
            ).rows[0]
            guard case .integer(let count) = row[0] else { return }
            #expect(row == [.integer(count), .integer(count), .integer(count / 10)])
            #expect(count >= last && count.isMultiple(of: 10))
            last = count
            // Tests share few threads, and the writer needs one.
            await Task.yield()
          }
        }
      }
      try await group.waitForAll()
    }
    try await store.close()
    #expect(try store.statistics().spanCount == Int(batchCount) * 10)
    #expect(try store.statistics().hotSpanCount == 0)
    #expect(try store.verify().problems == [])
  }

  @Test func `threads that append at once lose nothing to the seals beside them`() async throws {
    let store = try open()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for thread in 0..<3 as Range<UInt64> {
        group.addTask {
          for batch in 0..<20 as Range<UInt64> {
            // Every other batch is sent again, and some of it ends later.
            try store.append(try spans(of: thread * 100 + batch / 2, end: Int64(batch)))
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try store.statistics().spanCount == 3 * 10 * 10)
    for thread in 0..<3 as Range<UInt64> {
      let trace = try #require(TraceID(high: 1, low: thread * 100 + 9 + 1))
      #expect(try store.trace(trace).map(\.end) == Array(repeating: 19, count: 10))
    }
    try await store.close()
    #expect(try store.statistics().spanCount == 3 * 10 * 10)
    #expect(try store.verify().problems == [])
  }

  @Test func `a store that is dropped while it seals leaves its spans hot or sealed`() throws {
    for round in 0..<5 {
      let path = folder.appending("\(round)")
      do {
        let store = try open(path)
        for batch in 0..<7 as Range<UInt64> { try store.append(try spans(of: batch)) }
      }
      let again = try open(path)
      #expect(try again.statistics().spanCount == 70)
      try again.close()
      #expect(try again.statistics().spanCount == 70)
      #expect(try again.verify().problems == [])
    }
  }

  // MARK: - Errors, and waiting

  @Test func `an error of a seal is thrown once, by the next call`() throws {
    let sealing = BackgroundSealing { (_) throws(StorageError) in throw .unavailable("no room") }
    try sealing.makeRoom()
    sealing.noteWrite(written(isSealDue: true))
    waitUntil { (try? sealing.makeRoom()) == nil }
    try sealing.makeRoom()
  }

  @Test func `an error of a seal is left to a caller that seals what is left itself`() throws {
    let sealing = BackgroundSealing { (_) throws(StorageError) in throw .unavailable("no room") }
    sealing.noteWrite(written(isSealDue: true))
    sealing.finish()
    try sealing.makeRoom()
  }

  @Test func `a call waits for the seal under way where too much is hot`() throws {
    let mayGoOn = DispatchSemaphore(value: 0)
    let sealCount = Atomic<Int>(0)
    let sealing = BackgroundSealing { (_) throws(StorageError) in
      guard sealCount.load(ordering: .sequentiallyConsistent) == 0 else { return false }
      mayGoOn.wait()
      sealCount.add(1, ordering: .sequentiallyConsistent)
      return true
    }
    sealing.noteWrite(written(isSealDue: true))
    // As long as there is room, nobody waits.
    try sealing.makeRoom()
    sealing.noteWrite(written(isSealDue: true, isOverfull: true))
    DispatchQueue.global().async { mayGoOn.signal() }
    try sealing.makeRoom()
    #expect(sealCount.load(ordering: .sequentiallyConsistent) == 1)
  }

  @Test func `a call seals itself where too much is hot and nobody does`() throws {
    let sealCount = Atomic<Int>(0)
    let sealing = BackgroundSealing { (_) throws(StorageError) in
      sealCount.add(1, ordering: .sequentiallyConsistent)
      return true
    }
    sealing.noteWrite(written(isOverfull: true))
    try sealing.makeRoom()
    #expect(sealCount.load(ordering: .sequentiallyConsistent) == 1)
    try sealing.makeRoom()
    #expect(sealCount.load(ordering: .sequentiallyConsistent) == 1)
  }

  @Test func `nothing is sealed for a store that is gone`() throws {
    let sealCount = Atomic<Int>(0)
    let sealing = BackgroundSealing { (isEnded) throws(StorageError) in
      if !isEnded() { sealCount.add(1, ordering: .sequentiallyConsistent) }
      return false
    }
    sealing.end()
    sealing.noteWrite(written(isSealDue: true, isOverfull: true))
    try sealing.makeRoom()
    sealing.finish()
    #expect(sealCount.load(ordering: .sequentiallyConsistent) == 0)
  }

  // MARK: -

  /// A store that seals after every few batches.
  private func open(_ path: String? = nil) throws -> Store {
    var options = OpenOptions(readOnly: false, createIfMissing: true)
    options.hotRowCount = 35
    return Store(
      try TraceDatabase.open(path ?? self.path, options), compactsInBackground: true)
  }

  private func written(
    isSealDue: Bool = false, isOverfull: Bool = false
  ) -> TraceStorage.WriteSummary {
    var summary = TraceStorage.WriteSummary()
    summary.isSealDue = isSealDue
    summary.isOverfull = isOverfull
    return summary
  }

  /// Asks again and again; the test hangs where the condition never holds.
  private func waitUntil(_ condition: () -> Bool) {
    while !condition() {}
  }
}

/// Ten spans of a trace of their own.
private func spans(of batch: UInt64, end: Int64 = 5) throws -> [SpanData] {
  try (1...10).map { number in
    SpanData(
      traceID: try #require(TraceID(high: 1, low: batch + 1)),
      spanID: try #require(SpanID(rawValue: batch * 10 + number)), name: "step",
      start: Int64(number), end: end)
  }
}
