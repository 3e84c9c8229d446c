import Testing

@testable import LMDB

@Suite struct TransactionTests {
  let folder = TemporaryFolder()

  private func openOne() throws -> (Environment, Database) {
    let environment = try folder.open()
    return (environment, try environment.openDatabases(["a"], create: true)[0])
  }

  @Test func `a committed value is read back in a snapshot`() throws {
    let (environment, database) = try openOne()
    try environment.write { transaction throws(LMDBError) in
      try transaction.put([1, 2, 3], for: [7], in: database)
      #expect(try transaction.value(for: [7], in: database) == [1, 2, 3])
    }
    let snapshot = try environment.snapshot()
    #expect(try snapshot.value(for: [7], in: database)?.copied() == [1, 2, 3])
    let value = try #require(try snapshot.value(for: [7], in: database))
    let lent = value.bytes.array
    #expect(lent == [1, 2, 3])
    #expect(try snapshot.value(for: [8], in: database) == nil)
    #expect(try snapshot.count(of: database) == 1)
  }

  @Test func `an empty value is not a missing one`() throws {
    let (environment, database) = try openOne()
    try environment.write { try $0.put([], for: [1], in: database) }
    let snapshot = try environment.snapshot()
    #expect(try snapshot.value(for: [1], in: database)?.copied() == [])
    #expect(try snapshot.value(for: [1], in: database)?.byteCount == 0)
  }

  @Test func `a snapshot does not see later commits`() throws {
    let (environment, database) = try openOne()
    try environment.write { try $0.put([1], for: [1], in: database) }
    let before = try environment.snapshot()
    try environment.write { try $0.put([2], for: [1], in: database) }
    let after = try environment.snapshot()
    #expect(try before.value(for: [1], in: database)?.copied() == [1])
    #expect(try after.value(for: [1], in: database)?.copied() == [2])
    #expect(after.transactionID == before.transactionID + 1)
  }

  @Test func `a value is found again at its place until something is committed`() throws {
    let (environment, database) = try openOne()
    let long = [UInt8](repeating: 5, count: 20_000)
    try environment.write {
      try $0.put([1], for: [1], in: database)
      try $0.put(long, for: [2], in: database)
    }
    let places = try {
      let first = try environment.snapshot()
      return try [[1], [2]].map { try #require(try first.value(for: $0, in: database)).place }
    }()
    let same = try environment.snapshot()
    #expect(places.map { same.value(at: $0)?.copied() } == [[1], long])
    try environment.write { try $0.put([3], for: [3], in: database) }
    let later = try environment.snapshot()
    #expect(places.allSatisfy { later.value(at: $0) == nil })
    #expect(places.map { same.value(at: $0)?.copied() } == [[1], long])
  }

  @Test func `no value is found at its place once the map may have moved`() throws {
    let (environment, database) = try openOne()
    try environment.write { try $0.put([1], for: [1], in: database) }
    let place = try #require(try environment.snapshot().value(for: [1], in: database)).place
    try environment.growMap(beyond: environment.statistics().mapByteCount)
    let snapshot = try environment.snapshot()
    #expect(snapshot.value(at: place) == nil)
    #expect(try snapshot.value(for: [1], in: database)?.copied() == [1])
  }

  @Test func `a snapshot taken during a write sees none of it`() throws {
    let (environment, database) = try openOne()
    try environment.write { transaction throws(LMDBError) in
      try transaction.put([1], for: [1], in: database)
      #expect(try environment.snapshot().value(for: [1], in: database) == nil)
    }
  }

  @Test func `a write that throws leaves nothing`() throws {
    struct Changed: Error {}
    let (environment, database) = try openOne()
    #expect(throws: Changed.self) {
      try environment.write(rethrowing: { transaction in
        try transaction.put([1], for: [1], in: database)
        throw Changed()
      })
    }
    #expect(try environment.snapshot().count(of: database) == 0)
    try environment.write { try $0.put([1], for: [1], in: database) }
    #expect(try environment.snapshot().count(of: database) == 1)
  }

  @Test func `keys and values out of bounds are refused`() throws {
    let (environment, database) = try openOne()
    let longest = [UInt8](repeating: 9, count: Limits.maximumKeyByteCount)
    try environment.write { try $0.put([1], for: longest, in: database) }
    let tooLong = longest + [9]
    #expect(throws: LMDBError.keyTooLong(512)) {
      try environment.write { try $0.put([1], for: tooLong, in: database) }
    }
    #expect(throws: LMDBError.keyEmpty) {
      try environment.write { try $0.put([1], for: [], in: database) }
    }
    let tooLarge = [UInt8](repeating: 0, count: Limits.maximumValueByteCount + 1)
    #expect(throws: LMDBError.valueTooLong(tooLarge.count)) {
      try environment.write { try $0.put(tooLarge, for: [1], in: database) }
    }
    let snapshot = try environment.snapshot()
    #expect(throws: LMDBError.keyTooLong(512)) {
      try snapshot.value(for: tooLong, in: database)
    }
    #expect(throws: LMDBError.keyTooLong(512)) {
      try snapshot.forEach(in: database, from: tooLong, below: nil) { _, _ in true }
    }
    #expect(try snapshot.count(of: database) == 1)
  }

  @Test func `appending wants ascending keys`() throws {
    let (environment, database) = try openOne()
    try environment.write { try $0.put([1], for: [5], in: database, append: true) }
    #expect(throws: LMDBError.appendOutOfOrder) {
      try environment.write { try $0.put([1], for: [4], in: database, append: true) }
    }
  }

  @Test func `deleting says whether there was something`() throws {
    let (environment, database) = try openOne()
    try environment.write { transaction throws(LMDBError) in
      try transaction.put([1], for: [1], in: database)
      #expect(try transaction.delete([1], in: database))
      #expect(try !transaction.delete([1], in: database))
    }
  }

  @Test func `a value is lent within a write`() throws {
    let (environment, database) = try openOne()
    try environment.write(rethrowing: { transaction in
      try transaction.put([1, 2, 3], for: [1], in: database)
      let count = try transaction.withValue(for: [1], in: database) { $0.byteCount }
      #expect(count == 3)
      let missing = try transaction.withValue(for: [2], in: database) { $0.byteCount }
      #expect(missing == nil)
    })
  }

  @Test func `writing over a lent value traps`() async {
    await #expect(processExitsWith: .failure) {
      let folder = TemporaryFolder()
      let environment = try folder.open()
      let database = try environment.openDatabases(["a"], create: true)[0]
      try environment.write(rethrowing: { transaction in
        try transaction.put([1], for: [1], in: database)
        _ = try transaction.withValue(for: [1], in: database) { _ in
          try transaction.put([2], for: [1], in: database)
        }
      })
    }
  }

  @Test func `a write within a write traps rather than hangs`() async {
    await #expect(processExitsWith: .failure) {
      let folder = TemporaryFolder()
      let environment = try folder.open()
      try environment.write { _ throws(LMDBError) in try environment.write { _ in } }
    }
  }

  @Test func `a read transaction lends bytes and cursors`() throws {
    let (environment, database) = try openOne()
    try environment.write { transaction throws(LMDBError) in
      for key in UInt8(1)...3 { try transaction.put([key, key], for: [key], in: database) }
    }
    let transaction = try ReadTransaction(environment)
    let value = try transaction.value(for: [2], in: database)?.array
    #expect(value == [2, 2])
    let keys = try walk(transaction, database)
    #expect(keys == [[], [1], [2, 2], [1], [3]])
  }

  /// What a cursor shows before its first move and after each of several.
  private func walk(
    _ transaction: borrowing ReadTransaction, _ database: Database
  ) throws -> [[UInt8]] {
    var cursor = try transaction.cursor(in: database)
    var seen = [cursor.key.array]
    if try cursor.next() { seen.append(cursor.key.array) }
    if try cursor.seek(after: [1]) { seen.append(cursor.value.array) }
    if try cursor.previous() { seen.append(cursor.copiedKey) }
    if try cursor.last() { seen.append(cursor.copiedKey) }
    if try cursor.next() { seen.append(cursor.copiedKey) }
    if try cursor.seek(to: [4]) { seen.append(cursor.copiedKey) }
    return seen
  }

  @Test func `two threads read one snapshot`() async throws {
    let (environment, database) = try openOne()
    try environment.write { transaction throws(LMDBError) in
      for key in UInt8(0)..<200 { try transaction.put([key, 1], for: [key], in: database) }
    }
    let snapshot = try environment.snapshot()
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<4 {
        group.addTask {
          var sum = 0
          for key in UInt8(0)..<200 {
            sum += try snapshot.value(for: [key], in: database)?.copied().count ?? 0
          }
          try snapshot.forEach(in: database, from: [], below: nil) { _, value in
            sum += value.byteCount
            return true
          }
          return sum
        }
      }
      for try await sum in group { #expect(sum == 800) }
    }
  }
}
