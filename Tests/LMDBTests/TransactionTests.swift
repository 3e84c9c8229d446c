import Testing

@testable import LMDB

@Suite struct TransactionTests {
  let folder = TemporaryFolder()

  @Test func `a committed value is read back in a snapshot`() throws {
    let environment = try folder.open()
    let database = try environment.openDatabases(["a", "b"], create: true)[1]
    try environment.write { transaction throws(LMDBError) in
      try transaction.put([1, 2, 3], for: [7], in: database)
      #expect(try transaction.value(for: [7], in: database) == [1, 2, 3])
    }
    let snapshot = try environment.snapshot()
    #expect(try snapshot.value(for: [7], in: database)?.copied() == [1, 2, 3])
    #expect(try snapshot.value(for: [8], in: database) == nil)
  }
}
