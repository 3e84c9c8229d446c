internal import CLMDB

/// The size and the readers of an environment at one moment.
package struct EnvironmentStatistics: Sendable, Equatable {
  /// Length of the data file, in bytes; it never shrinks.
  package var fileByteCount: Int
  /// Bytes of pages in use: pages ever used, less the free ones.
  package var usedByteCount: Int
  /// Bytes of pages that later commits can use again.
  package var freeByteCount: Int
  package var pageByteCount: Int
  /// Address space reserved, in bytes.
  package var mapByteCount: Int
  package var lastTransactionID: UInt64
  /// Read transactions of all processes, live or not yet found dead.
  package var readerCount: Int
  package var maximumReaderCount: Int
  /// Commits since the oldest view that a reader holds; it pins the pages of all of them.
  package var oldestReaderLag: UInt64
}

extension Environment {
  /// The size and the readers at this moment.
  ///
  /// - Complexity: O(free-page records), a scan of the library's own table.
  package func statistics() throws(LMDBError) -> EnvironmentStatistics {
    // First, so that this look is not itself counted.
    let readers = try readerTransactionIDs()
    let transaction = try ReadTransaction(self)
    var info = unsafe MDB_envinfo()
    var pages = MDB_stat()
    // Safe: the handle is live until `deinit`; the transaction keeps the map in place.
    try check(unsafe mdb_env_info(handle, &info), "asking for the map")
    try check(unsafe mdb_env_stat(handle, &pages), "asking for the page size")
    let pageByteCount = Int(pages.ms_psize)
    let freePages = try freePageCount(transaction)
    let last = unsafe UInt64(info.me_last_txnid)
    return unsafe EnvironmentStatistics(
      fileByteCount: try DataFile(path: path + "/data.mdb").byteCount(),
      usedByteCount: (Int(info.me_last_pgno) + 1 - freePages) * pageByteCount,
      freeByteCount: freePages * pageByteCount, pageByteCount: pageByteCount,
      mapByteCount: Int(info.me_mapsize), lastTransactionID: last, readerCount: readers.count,
      maximumReaderCount: Int(info.me_maxreaders),
      oldestReaderLag: last - min(last, readers.min() ?? last))
  }

  /// Each record of the table begins with its number of pages, a native 64-bit integer.
  private func freePageCount(_ transaction: borrowing ReadTransaction) throws(LMDBError) -> Int {
    var cursor = try transaction.cursor(in: .freePages)
    var count = 0
    while try cursor.next() {
      let record = cursor.value
      guard record.byteCount >= 8 else { throw .corrupted }
      // Safe: the guard keeps the load inside the record.
      count += unsafe record.unsafeLoadUnaligned(as: Int.self)
    }
    return count
  }
}
