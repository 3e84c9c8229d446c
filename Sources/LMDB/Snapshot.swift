import Synchronization

/// A read transaction that threads may share; ends when the last reference goes.
///
/// Look-ups take turns; bytes once found are read by any thread without a lock. Keep it
/// short: it pins every page it can see, so that under writes the file grows, and while it
/// lives the map cannot be enlarged.
package final class Snapshot: Sendable {
  /// The number of the commit that this snapshot sees.
  package var transactionID: UInt64 { view.transactionID }
  /// The commit, and where the map is.
  let view: MappedView
  /// When it began, for whoever limits the age of snapshots.
  package let beginning = ContinuousClock.now
  /// Serialises the calls into the library, which lets a transaction serve one at a time.
  private let transaction: Mutex<ReadTransaction>
  private let pages: MappedPages

  init(_ environment: Environment) throws(LMDBError) {
    let begun = try ReadTransaction(environment)
    // The map does not move while the transaction is open.
    view = MappedView(
      transactionID: begun.transactionID,
      mapMoveCount: environment.mapMoveCount.load(ordering: .acquiring))
    pages = try MappedPages(environment)
    transaction = Mutex(begun)
  }

  /// The value of `key`, or nil.
  package func value(
    for key: [UInt8], in database: Database
  ) throws(LMDBError) -> MappedValue? {
    try transaction.withLock { (transaction) throws(LMDBError) -> MappedValue? in
      guard let region = unsafe try transaction.find(key, in: database) else { return nil }
      return unsafe try value(of: region)
    }
  }

  /// A region of the map as a value.
  private func value(of region: MappedRegion) throws(LMDBError) -> MappedValue {
    guard unsafe pages.holdWhole(region) else { throw .corrupted }
    // Safe: the value keeps this snapshot, and so the map, alive.
    return unsafe MappedValue(region, owner: self)
  }

  /// The entry of the greatest key, or nil when `database` is empty.
  package func last(
    in database: Database
  ) throws(LMDBError) -> (key: [UInt8], value: MappedValue)? {
    let found = try transaction.withLock { (transaction) throws(LMDBError) -> Entry? in
      var cursor = try transaction.cursor(in: database)
      guard try cursor.last() else { return nil }
      return try entry(cursor)
    }
    return found.map { ($0.key, $0.value) }
  }

  /// The number of entries of `database`.
  package func count(of database: Database) throws(LMDBError) -> Int {
    try transaction.withLock { (transaction) throws(LMDBError) -> Int in
      try transaction.count(of: database)
    }
  }

  /// Calls `body` with each entry from `lower` up to but not including `upper`, in ascending
  /// order of keys, until it returns false.
  ///
  /// An empty `lower` means from the first key, a nil `upper` to the last. `body` may use the
  /// snapshot: no lock is held meanwhile.
  /// - Throws: `LMDBError`, or what `body` throws.
  package func forEach(
    in database: Database, from lower: [UInt8], below upper: [UInt8]?,
    _ body: ([UInt8], MappedValue) throws -> Bool
  ) throws {
    var place = ScanPlace(bound: lower, isExclusive: false)
    var wantedCount = Limits.firstBatchEntryCount
    while true {
      let batch = try entries(in: database, at: place, below: upper, limit: wantedCount)
      for entry in batch {
        guard try body(entry.key, entry.value) else { return }
      }
      guard batch.count == wantedCount, let last = batch.last else { return }
      place = ScanPlace(bound: last.key, isExclusive: true)
      wantedCount = Limits.batchEntryCount
    }
  }

  /// Calls `body` with every entry of `database`, and compares their number with the one that the
  /// table keeps: a damaged page may hide entries without any other sign.
  ///
  /// - Throws: `corrupted`, `LMDBError`, or what `body` throws.
  package func forEachEntry(
    of database: Database, _ body: ([UInt8], MappedValue) throws -> Void
  ) throws {
    let expected = try count(of: database)
    var met = 0
    try forEach(in: database, from: [], below: nil) { key, value in
      met += 1
      // Damage may also lead in circles.
      guard met <= expected else { throw LMDBError.corrupted }
      try body(key, value)
      return true
    }
    guard met == expected else { throw LMDBError.corrupted }
  }

  private struct Entry: Sendable {
    let key: [UInt8]
    let value: MappedValue
  }

  /// Where a scan goes on: at `bound`, or just after it.
  private struct ScanPlace {
    let bound: [UInt8]
    let isExclusive: Bool
  }

  private func entries(
    in database: Database, at place: ScanPlace, below upper: [UInt8]?, limit: Int
  ) throws(LMDBError) -> [Entry] {
    try transaction.withLock { (transaction) throws(LMDBError) -> [Entry] in
      var cursor = try transaction.cursor(in: database)
      var found: [Entry] = []
      var isPlaced =
        try place.isExclusive ? cursor.seek(after: place.bound) : cursor.seek(to: place.bound)
      while isPlaced, found.count < limit {
        if let upper, cursor.isAtOrBeyond(upper) { break }
        found.append(try entry(cursor))
        isPlaced = found.count < limit ? try cursor.next() : false
      }
      return found
    }
  }

  private func entry(_ cursor: borrowing Cursor) throws(LMDBError) -> Entry {
    Entry(key: cursor.copiedKey, value: unsafe try value(of: cursor.valueRegion))
  }
}
