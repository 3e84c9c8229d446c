import Testing

@testable import LMDB

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a process that dies without closing leaves to the others.
@Suite struct KilledProcessTests {
  let folder = TemporaryFolder()

  @Test func `a writer killed in a write leaves the last commit and no lock`() async throws {
    let store = folder.store
    await #expect(processExitsWith: .signal(SIGKILL)) { [store = store as String] in
      let environment = try Environment.open(store)
      let database = try environment.openDatabases(["a"], create: true)[0]
      try environment.write { try $0.put([1], for: [1], in: database) }
      try environment.write { transaction throws(LMDBError) in
        try transaction.put([UInt8](repeating: 2, count: 1 << 20), for: [1], in: database)
        kill(getpid(), SIGKILL)
      }
    }
    let environment = try folder.open()
    let database = try environment.openDatabases(["a"], create: false)[0]
    #expect(try environment.snapshot().value(for: [1], in: database)?.copied() == [1])
    try environment.write { try $0.put([3], for: [1], in: database) }
    #expect(try environment.snapshot().value(for: [1], in: database)?.copied() == [3])
  }

  @Test func `a stale reader is cleared by a check`() async throws {
    let environment = try folder.open()
    let store = folder.store
    await #expect(processExitsWith: .signal(SIGKILL)) { [store = store as String] in
      let environment = try Environment.open(store)
      let snapshot = try environment.snapshot()
      withExtendedLifetime(snapshot) { _ = kill(getpid(), SIGKILL) }
    }
    #expect(try environment.statistics().readerCount == 1)
    #expect(try environment.checkReaders() == 1)
    #expect(try environment.statistics().readerCount == 0)
  }

  @Test func `a stale reader is cleared when no slot is left`() async throws {
    let environment = try folder.open(EnvironmentOptions(maximumReaders: 1))
    let store = folder.store
    await #expect(processExitsWith: .signal(SIGKILL)) { [store = store as String] in
      let environment = try Environment.open(store, options: EnvironmentOptions(maximumReaders: 1))
      var snapshots: [Snapshot] = []
      while let snapshot = try? environment.snapshot() { snapshots.append(snapshot) }
      kill(getpid(), SIGKILL)
    }
    _ = try environment.snapshot()
  }

  @Test func `a map grown by another process is followed`() async throws {
    let options = EnvironmentOptions(mapByteCount: 1 << 20)
    let environment = try folder.open(options)
    let database = try environment.openDatabases(["a"], create: true)[0]
    let store = folder.store
    await #expect(processExitsWith: .success) { [store = store as String] in
      let options = EnvironmentOptions(mapByteCount: 1 << 20)
      let environment = try Environment.open(store, options: options)
      let database = try environment.openDatabases(["a"], create: true)[0]
      try environment.write {
        try $0.put([UInt8](repeating: 5, count: 4 << 20), for: [1], in: database)
      }
    }
    #expect(try environment.snapshot().value(for: [1], in: database)?.byteCount == 4 << 20)
    try environment.write { try $0.put([1], for: [2], in: database) }
  }
}
