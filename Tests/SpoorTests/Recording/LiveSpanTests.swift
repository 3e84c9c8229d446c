import Spoor
import TestSupport
import Testing
import TraceModel

/// Spans as they are committed.
@Suite struct LiveSpanTests {
  @Test func `every span comes once, however it was given, until the store is gone`() async throws {
    let live: LiveSpans
    do {
      let store = try Store.temporary()
      live = store.liveSpans()
      store.record(try recorded(1))
      try await store.flush()
      try await store.append([try recorded(2)])
      var loader = store.makeBulkLoader()
      try loader.add(try recorded(3))
      _ = try loader.finish()
    }
    var seen: [Int64] = []
    for await span in live { seen.append(span.start / 1_000) }
    #expect(seen == [1, 2, 3])
    #expect(live.missedCount == 0)
  }

  @Test func `a slow reader misses the oldest, and is told how many`() async throws {
    let live: LiveSpans
    do {
      let store = try Store.temporary()
      live = store.liveSpans(bufferingNewest: 10)
      try await store.append(try (0..<25).map { try recorded($0) })
    }
    var seen: [Int64] = []
    for await span in live { seen.append(span.start / 1_000) }
    #expect(seen == Array(15..<25))
    #expect(live.missedCount == 15)
  }

  @Test func `a reader that is cancelled ends, and the store goes on`() async throws {
    let store = try Store.temporary()
    let reader = Task {
      var count = 0
      for await _ in store.liveSpans() { count += 1 }
      return count
    }
    reader.cancel()
    _ = await reader.value
    store.record(try recorded(1))
    try await store.flush()
    #expect(try store.numbers() == [1])
  }
}
