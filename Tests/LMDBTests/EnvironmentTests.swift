import Testing

@testable import LMDB

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct EnvironmentTests {
  let folder = TemporaryFolder()

  @Test func `a process has one environment per file`() throws {
    let first = try folder.open()
    let second = try Environment.open(folder.path + "/../" + tail(folder.path) + "/store")
    #expect(first === second)
  }

  private func tail(_ path: String) -> String {
    String(path.split(separator: "/").last ?? "")
  }

  @Test func `many threads opening at once get one environment`() async throws {
    for _ in 0..<20 {
      let path = folder.store
      let identities = await withTaskGroup(of: ObjectIdentifier?.self) { group in
        let held = (0..<4).compactMap { _ in try? Environment.open(path) }
        for _ in 0..<4 {
          group.addTask { (try? Environment.open(path)).map(ObjectIdentifier.init) }
        }
        var found = Set(held.map(ObjectIdentifier.init))
        for await identity in group { if let identity { found.insert(identity) } }
        return withExtendedLifetime(held) { found }
      }
      #expect(identities.count == 1)
    }
  }

  @Test func `opening waits for an environment that is just closing`() async throws {
    let path = folder.store
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<4 {
        group.addTask {
          for _ in 0..<50 {
            guard let environment = try? Environment.open(path) else { return false }
            guard (try? environment.snapshot()) != nil else { return false }
          }
          return true
        }
      }
      for await isFine in group { #expect(isFine) }
    }
  }

  @Test func `data survives closing`() throws {
    func fill() throws {
      let environment = try folder.open()
      let database = try environment.openDatabases(["a"], create: true)[0]
      try environment.write { try $0.put([1], for: [2], in: database) }
    }
    try fill()
    let environment = try folder.open(EnvironmentOptions(readOnly: true))
    let database = try environment.openDatabases(["a"], create: false)[0]
    #expect(try environment.snapshot().value(for: [2], in: database)?.copied() == [1])
    #expect(throws: LMDBError.readOnly) { try environment.write { _ in } }
  }

  @Test func `a read-only environment does not become writable`() throws {
    _ = try folder.open()
    let reading = try folder.open(EnvironmentOptions(readOnly: true))
    #expect(reading.isReadOnly)
    #expect(throws: LMDBError.openReadOnlyElsewhere(path: folder.store)) {
      try folder.open()
    }
    withExtendedLifetime(reading) {}
  }

  @Test func `nothing is made where nothing may be made`() throws {
    for options in [
      EnvironmentOptions(readOnly: true), EnvironmentOptions(createIfMissing: false),
    ] {
      #expect(throws: LMDBError.notFound(path: folder.store)) { try folder.open(options) }
      #expect(FileIdentity(path: folder.store) == nil)
    }
    let orphan = folder.path + "/none/store"
    #expect(throws: LMDBError.notFound(path: orphan)) { try Environment.open(orphan) }
  }

  @Test func `a missing database is named`() throws {
    let environment = try folder.open()
    #expect(throws: LMDBError.databaseMissing(name: "b")) {
      try environment.openDatabases(["b"], create: false)
    }
    let both = try environment.openDatabases(["b", "a"], create: true)
    #expect(both.map(\.name) == ["b", "a"])
    #expect(try environment.openDatabases(["a", "b"], create: false) == [both[1], both[0]])
  }

  @Test func `too many databases are refused and none is half open`() throws {
    let environment = try folder.open(EnvironmentOptions(maximumDatabases: 2))
    #expect(throws: LMDBError.databasesFull) {
      try environment.openDatabases(["a", "b", "c"], create: true)
    }
    #expect(try environment.openDatabases(["a", "b"], create: true).count == 2)
  }

  @Test func `a database opened later is unknown to an older snapshot`() throws {
    let environment = try folder.open()
    let snapshot = try environment.snapshot()
    let database = try environment.openDatabases(["a"], create: true)[0]
    #expect(throws: LMDBError.databaseUnknown(name: "a")) {
      try snapshot.value(for: [1], in: database)
    }
  }

  @Test func `a full map grows and the write runs again`() throws {
    let environment = try folder.open(EnvironmentOptions(mapByteCount: 1 << 20))
    let database = try environment.openDatabases(["a"], create: true)[0]
    var runCount = 0
    for key in UInt8(0)..<4 {
      try environment.write { transaction throws(LMDBError) in
        runCount += 1
        try transaction.put([UInt8](repeating: key, count: 1 << 20), for: [key], in: database)
      }
    }
    #expect(runCount == 5)
    #expect(try environment.statistics().mapByteCount >= Limits.leastMapGrowthByteCount)
    let snapshot = try environment.snapshot()
    let value = try snapshot.value(for: [3], in: database)
    #expect(value?.copied() == [UInt8](repeating: 3, count: 1 << 20))
  }

  @Test func `a map of a few pages grows while databases are made`() throws {
    let options = EnvironmentOptions(mapByteCount: 16_384, maximumDatabases: 100)
    let environment = try folder.open(options)
    let names = (0..<100).map { "database \($0)" }
    #expect(try environment.openDatabases(names, create: true).map(\.name) == names)
    #expect(try environment.statistics().mapByteCount > 16_384)
  }

  @Test func `a full map is noticed though the body hides it`() throws {
    let environment = try folder.open(EnvironmentOptions(mapByteCount: 1 << 20))
    let database = try environment.openDatabases(["a"], create: true)[0]
    try environment.write { transaction throws(LMDBError) in
      let value = [UInt8](repeating: 1, count: 1 << 20)
      try? transaction.put(value, for: [1], in: database)
    }
    #expect(try environment.snapshot().count(of: database) == 1)
  }

  @Test func `an open snapshot keeps a full map from growing`() throws {
    let options = EnvironmentOptions(mapByteCount: 1 << 20, resizeWaitMilliseconds: 50)
    let environment = try folder.open(options)
    let database = try environment.openDatabases(["a"], create: true)[0]
    let snapshot = try environment.snapshot()
    #expect(throws: LMDBError.mapFull(mapByteCount: 1 << 20)) {
      try environment.write {
        try $0.put([UInt8](repeating: 0, count: 1 << 20), for: [0], in: database)
      }
    }
    #expect(try snapshot.count(of: database) == 0)
  }

  @Test func `writers that fill the map together grow it once`() async throws {
    let environment = try folder.open(EnvironmentOptions(mapByteCount: 1 << 20))
    let database = try environment.openDatabases(["a"], create: true)[0]
    try await withThrowingTaskGroup(of: Void.self) { group in
      for key in UInt8(0)..<8 {
        group.addTask {
          try environment.write {
            try $0.put([UInt8](repeating: key, count: 1 << 20), for: [key], in: database)
          }
          _ = try environment.snapshot().count(of: database)
        }
      }
      try await group.waitForAll()
    }
    #expect(try environment.snapshot().count(of: database) == 8)
    let grown = (1 << 20) + Limits.leastMapGrowthByteCount
    #expect(try environment.statistics().mapByteCount == grown)
  }

  @Test func `readers beyond the limit are refused`() throws {
    let environment = try folder.open(EnvironmentOptions(maximumReaders: 4))
    var snapshots: [Snapshot] = []
    #expect(throws: LMDBError.readersFull) {
      for _ in 0..<100 { snapshots.append(try environment.snapshot()) }
    }
    #expect(!snapshots.isEmpty)
    snapshots.removeAll()
    _ = try environment.snapshot()
  }

  @Test func `statistics count pages and readers`() throws {
    let environment = try folder.open()
    let database = try environment.openDatabases(["a"], create: true)[0]
    try environment.write {
      try $0.put([UInt8](repeating: 1, count: 1 << 20), for: [1], in: database)
    }
    let snapshot = try environment.snapshot()
    try environment.write { _ = try $0.delete([1], in: database) }
    let statistics = try environment.statistics()
    #expect(statistics.readerCount == 1)
    #expect(statistics.oldestReaderLag == 1)
    #expect(statistics.lastTransactionID == snapshot.transactionID + 1)
    #expect(statistics.freeByteCount > 1 << 20)
    #expect(statistics.usedByteCount < 1 << 20)
    #expect(statistics.fileByteCount > 1 << 20)
    #expect(statistics.maximumReaderCount == 1_024)
  }

  @Test(arguments: [false, true])
  func `a copy holds what the last commit holds`(compact: Bool) throws {
    let environment = try folder.open()
    let database = try environment.openDatabases(["a"], create: true)[0]
    try environment.write { try $0.put([1], for: [2], in: database) }
    let path = folder.path + "/copy"
    try environment.copy(to: path, compact: compact)
    #expect(throws: LMDBError.locked(path: path)) {
      try environment.copy(to: path, compact: compact)
    }
    var status = stat()
    #expect(unsafe stat(path + "/data.mdb", &status) == 0)
    #expect(status.st_mode & 0o007 == 0, "others may not read it")
    let copy = try Environment.open(path, options: EnvironmentOptions(readOnly: true))
    let copied = try copy.openDatabases(["a"], create: false)[0]
    #expect(try copy.snapshot().value(for: [2], in: copied)?.copied() == [1])
  }

  @Test func `writing without sync is only for new stores`() throws {
    func fill() throws {
      let environment = try folder.open(EnvironmentOptions(synchronous: false))
      let database = try environment.openDatabases(["a"], create: true)[0]
      try environment.write { try $0.put([1], for: [2], in: database) }
      try environment.sync()
    }
    try fill()
    #expect(throws: LMDBError.unsynchronisedExistingStore(path: folder.store)) {
      try folder.open(EnvironmentOptions(synchronous: false))
    }
  }

  @Test func `values that fill pages of their own are aligned to 16 bytes`() throws {
    let environment = try folder.open()
    let database = try environment.openDatabases(["a"], create: true)[0]
    try environment.write {
      try $0.put([UInt8](repeating: 1, count: 5_000), for: [1], in: database)
    }
    let value = try environment.snapshot().value(for: [1], in: database)
    #expect(value?.isAligned(to: 16) == true)
    #expect(value?.isAligned(to: 64) == false)
  }

  @Test func `shared file systems are known by their magic`() {
    #expect(sharedFileSystemName(magic: 0x6969) == "NFS")
    #expect(sharedFileSystemName(magic: 0xEF53) == nil)
  }
}
