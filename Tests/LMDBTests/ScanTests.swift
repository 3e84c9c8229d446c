import TestSupport
import Testing

@testable import LMDB

@Suite struct ScanTests {
  let folder = TemporaryFolder()

  private func openOne(keys: ClosedRange<UInt8>) throws -> (Environment, Database) {
    let environment = try folder.open()
    let database = try environment.openDatabases(["a"], create: true)[0]
    try environment.write { transaction throws(LMDBError) in
      for key in keys { try transaction.put([key], for: [key], in: database) }
    }
    return (environment, database)
  }

  private func scan(
    _ snapshot: Snapshot, _ database: Database, from lower: [UInt8], below upper: [UInt8]?
  ) throws -> [UInt8] {
    var keys: [UInt8] = []
    try snapshot.forEach(in: database, from: lower, below: upper) { key, value in
      #expect(key == value.copied())
      keys += key
      return true
    }
    return keys
  }

  @Test func `a scan covers exactly its range`() throws {
    let (environment, database) = try openOne(keys: 1...200)
    let snapshot = try environment.snapshot()
    #expect(try scan(snapshot, database, from: [], below: nil) == Array(1...200))
    #expect(try scan(snapshot, database, from: [5], below: [9]) == [5, 6, 7, 8])
    #expect(try scan(snapshot, database, from: [5, 0], below: [7, 0]) == [6, 7])
    #expect(try scan(snapshot, database, from: [200], below: nil) == [200])
    #expect(try scan(snapshot, database, from: [201], below: nil) == [])
    #expect(try scan(snapshot, database, from: [9], below: [5]) == [])
    #expect(try scan(snapshot, database, from: [9], below: []) == [])
  }

  @Test(arguments: [1, 3, 4, 5, 67, 68, 69, 132, 200])
  func `a scan of any length meets no key twice`(count: UInt8) throws {
    let (environment, database) = try openOne(keys: 1...count)
    let keys = try scan(try environment.snapshot(), database, from: [], below: nil)
    #expect(keys == Array(1...count))
  }

  @Test func `a scan stops when told`() throws {
    let (environment, database) = try openOne(keys: 1...200)
    var seen: [UInt8] = []
    try environment.snapshot().forEach(in: database, from: [], below: nil) { key, _ in
      seen += key
      return seen.count < 3
    }
    #expect(seen == [1, 2, 3])
  }

  @Test func `the body of a scan may look things up`() throws {
    let (environment, database) = try openOne(keys: 1...20)
    let snapshot = try environment.snapshot()
    var total = 0
    try snapshot.forEach(in: database, from: [], below: nil) { key, _ in
      total += try snapshot.value(for: key, in: database)?.byteCount ?? 0
      return true
    }
    #expect(total == 20)
  }

  @Test func `the last entry is the greatest key`() throws {
    let (environment, database) = try openOne(keys: 1...9)
    #expect(try environment.snapshot().last(in: database)?.key == [9])
    try environment.write { transaction throws(LMDBError) in
      #expect(try transaction.last(in: database)?.key == [9])
      #expect(try transaction.deleteRange(in: database, from: [], below: nil) == 9)
      #expect(try transaction.last(in: database) == nil)
    }
    #expect(try environment.snapshot().last(in: database) == nil)
  }

  @Test func `a range is deleted up to its end`() throws {
    let (environment, database) = try openOne(keys: 1...9)
    try environment.write { transaction throws(LMDBError) in
      #expect(try transaction.deleteRange(in: database, from: [3], below: [6]) == 3)
    }
    let keys = try scan(try environment.snapshot(), database, from: [], below: nil)
    #expect(keys == [1, 2, 6, 7, 8, 9])
  }

  @Test func `a long range is deleted in batches`() throws {
    let (environment, database) = try openOne(keys: 1...1)
    let count = Limits.deletionBatchKeyCount * 2 + 1
    try environment.write { transaction throws(LMDBError) in
      for index in 0..<count {
        let key = [2, UInt8(index >> 8), UInt8(index & 0xFF)]
        try transaction.put([], for: key, in: database, append: true)
      }
      #expect(try transaction.deleteRange(in: database, from: [2], below: nil) == count)
      #expect(try transaction.count(of: database) == 1)
    }
  }

  @Test func `a scan within a write goes on past its own changes`() throws {
    let (environment, database) = try openOne(keys: 1...9)
    var seen: [UInt8] = []
    try environment.write(rethrowing: { transaction in
      try transaction.forEach(in: database, from: [], below: nil) { key, value in
        #expect(key == value)
        seen += key
        _ = try transaction.delete(key, in: database)
        if key == [9] { try transaction.put([10], for: [10], in: database) }
        return true
      }
    })
    #expect(seen == Array(1...10))
    #expect(try environment.snapshot().count(of: database) == 0)
  }

  @Test func `random writes agree with a dictionary`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    let (environment, database) = try openOne(keys: 1...1)
    var model: [[UInt8]: [UInt8]] = [[1]: [1]]
    for _ in 0..<50 {
      try environment.write { transaction throws(LMDBError) in
        for _ in 0..<40 {
          let key = (0..<Int.random(in: 1...3, using: &random)).map { _ in
            UInt8.random(in: 0...7, using: &random)
          }
          if Int.random(in: 0..<4, using: &random) == 0 {
            let existed = model.removeValue(forKey: key) != nil
            #expect(try transaction.delete(key, in: database) == existed, "seed \(seed)")
          } else {
            let count = Int.random(in: 0...5_000, using: &random)
            let value = [UInt8](repeating: key[0], count: count)
            model[key] = value
            try transaction.put(value, for: key, in: database)
          }
        }
      }
    }
    var found: [[UInt8]: [UInt8]] = [:]
    var order: [[UInt8]] = []
    try environment.snapshot().forEach(in: database, from: [], below: nil) { key, value in
      found[key] = value.copied()
      order.append(key)
      return true
    }
    #expect(found == model, "seed \(seed)")
    #expect(order == model.keys.sorted { $0.lexicographicallyPrecedes($1) }, "seed \(seed)")
  }
}
