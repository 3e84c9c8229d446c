import TestSupport
import Testing

@testable import LMDB

/// Files that are cut, blank or foreign must end in an error, never in a signal.
@Suite struct DamageTests {
  let folder = TemporaryFolder()

  private func fill() throws {
    let environment = try folder.open()
    let database = try environment.openDatabases(["a"], create: true)[0]
    try environment.write { transaction throws(LMDBError) in
      for key in UInt8(0)..<40 {
        try transaction.put([UInt8](repeating: key, count: 900), for: [key], in: database)
      }
    }
  }

  private func readAll() throws -> Int {
    let environment = try folder.open()
    let database = try environment.openDatabases(["a"], create: false)[0]
    var count = 0
    try environment.snapshot().forEach(in: database, from: [], below: nil) { _, value in
      count += value.copied().count
      return true
    }
    return count
  }

  @Test func `a file cut anywhere is refused`() throws {
    try fill()
    let whole = try contents(of: folder.dataFile)
    #expect(try readAll() == 36_000)
    let pages = stride(from: 0, to: whole.count, by: 4_096)
    var lengths = Set(pages.flatMap { [$0, $0 + 1, $0 + 151] })
    lengths.formUnion([7, 16, 152, 4_095, whole.count - 1])
    for length in lengths.sorted() where length < whole.count {
      overwrite(folder.dataFile, with: Array(whole[..<length]))
      let error = #expect(throws: LMDBError.self) { try readAll() }
      guard case .truncated(let path, let fileBytes, let needed) = error else {
        Issue.record("length \(length): \(String(describing: error))")
        continue
      }
      #expect(path == folder.dataFile && fileBytes == length && needed > length)
    }
    overwrite(folder.dataFile, with: whole)
    #expect(try readAll() == 36_000)
  }

  @Test func `a file of garbage is refused`() throws {
    try fill()
    var random = SeededGenerator(seed: 1)
    for count in [200, 4_096, 8_192, 100_000] {
      let garbage = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      overwrite(folder.dataFile, with: garbage)
      #expect(throws: LMDBError.notADatabase(path: folder.dataFile)) { try readAll() }
      overwrite(folder.dataFile, with: [UInt8](repeating: 0, count: count))
      #expect(throws: LMDBError.notADatabase(path: folder.dataFile)) { try readAll() }
    }
  }

  @Test func `a header of another version is refused`() throws {
    try fill()
    var bytes = try contents(of: folder.dataFile)
    bytes[20] = 2
    overwrite(folder.dataFile, with: bytes)
    #expect(throws: LMDBError.versionMismatch) { try readAll() }
  }

  @Test(arguments: [0, 1, 3, 511, 1_000, 131_072])
  func `an impossible page size is refused`(pageByteCount: UInt32) throws {
    try fill()
    var bytes = try contents(of: folder.dataFile)
    for index in 0..<4 {
      bytes[40 + index] = UInt8(truncatingIfNeeded: pageByteCount >> UInt32(index * 8))
    }
    overwrite(folder.dataFile, with: bytes)
    #expect(throws: LMDBError.notADatabase(path: folder.dataFile)) { try readAll() }
  }

  /// A file whose last megabyte was taken and given back within one transaction.
  private func fillAndGiveBack() throws {
    let environment = try folder.open()
    let database = try environment.openDatabases(["a"], create: true)[0]
    for round in UInt8(0)..<8 {
      try environment.write {
        try $0.put([UInt8](repeating: 1, count: 9_000), for: [round & 1], in: database)
      }
    }
    try environment.write { transaction throws(LMDBError) in
      try transaction.put([1], for: [9], in: database)
      try transaction.put([UInt8](repeating: 1, count: 1 << 20), for: [1], in: database)
      _ = try transaction.delete([1], in: database)
    }
  }

  @Test func `pages given back before they were written do not count as cut off`() throws {
    try fillAndGiveBack()
    let header = try DataFile(path: folder.dataFile).header()
    #expect(try contents(of: folder.dataFile).count < header.neededByteCount)
    #expect(try readAll() == 9_001)
  }

  @Test func `a check passes over a sound file and counts its pages`() throws {
    try fillAndGiveBack()
    let environment = try folder.open()
    let statistics = try environment.statistics()
    #expect(try environment.verify() * statistics.pageByteCount == statistics.usedByteCount)
  }

  @Test func `a file that passes the check is read without harm`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    try fill()
    let whole = try contents(of: folder.dataFile)
    var refusedCount = 0
    for _ in 0..<200 {
      var damaged = whole
      // Most damage in the first bytes of a page, where its structure is.
      let page = Int.random(in: 2..<(whole.count / 4_096), using: &random)
      let offset = page * 4_096 + Int.random(in: 0..<64, using: &random)
      damaged[offset] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      overwrite(folder.dataFile, with: damaged)
      do {
        _ = try folder.open().verify()
        // A signal here would end the test run, so say first what led to it.
        _ = try? readAll()
      } catch LMDBError.damaged {
        refusedCount += 1
      }
    }
    #expect(refusedCount > 20, "seed \(seed)")
  }

  @Test func `a short file cut further is read whole or refused`() throws {
    try fillAndGiveBack()
    let whole = try contents(of: folder.dataFile)
    var refusedCount = 0
    for length in stride(from: 8_192, to: whole.count, by: 1_024) {
      overwrite(folder.dataFile, with: Array(whole[..<length]))
      do {
        #expect(try readAll() == 9_001)
      } catch let error as LMDBError {
        guard case .truncated = error else { throw error }
        refusedCount += 1
      }
    }
    #expect(refusedCount > 0)
  }
}
