internal import CLMDB

extension WriteTransaction {
  /// Sets the value of `key`.
  ///
  /// With `append`, `key` must be greater than every key of `database`; pages then fill
  /// entirely and no search is made.
  /// - Throws: `appendOutOfOrder`, `keyTooLong`, `valueTooLong`, `transactionTooLarge`,
  ///   `diskFull` or `mapFull`; after the last three the transaction is dead.
  package borrowing func put(
    _ value: [UInt8], for key: [UInt8], in database: Database, append: Bool = false
  ) throws(LMDBError) {
    // Safe: the bytes of an array of bytes are all initialised.
    try put(unsafe value.span.bytes, for: key, in: database, append: append)
  }

  /// Sets the value of `key`, as the other `put`.
  package borrowing func put(
    _ value: RawSpan, for key: [UInt8], in database: Database, append: Bool = false
  ) throws(LMDBError) {
    if value.byteCount > Limits.maximumValueByteCount { throw .valueTooLong(value.byteCount) }
    let flags = append ? UInt32(MDB_APPEND) : 0
    let status = try unsafe withKey(key) { key in
      unsafe value.withUnsafeBytes { bytes in
        // Safe: the library only reads the value it is given.
        var data = unsafe MDB_val(
          mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
        state.willWrite()
        return unsafe mdb_put(state.handle, database.handle, &key, &data, flags)
      }
    }
    try state.checkWrite(status, of: database)
  }

  /// Removes `key`; false when there was none.
  package borrowing func delete(
    _ key: [UInt8], in database: Database
  ) throws(LMDBError) -> Bool {
    let status = try unsafe withKey(key) { key in
      state.willWrite()
      // Safe: the handle is live while the transaction is borrowed.
      return unsafe mdb_del(state.handle, database.handle, &key, nil)
    }
    if status == MDB_NOTFOUND { return false }
    try state.checkWrite(status, of: database)
    return true
  }

  /// Removes the keys from `lower` up to but not including `upper`; returns how many.
  ///
  /// An empty `lower` means from the first key, a nil `upper` to the last. Keys are collected
  /// first and then removed one by one, since removal through a cursor has had defects.
  /// - Complexity: O(k log n); keep what one transaction frees below about 64 MB.
  package borrowing func deleteRange(
    in database: Database, from lower: [UInt8], below upper: [UInt8]?
  ) throws(LMDBError) -> Int {
    var removedCount = 0
    while true {
      let keys = try keys(in: database, from: lower, below: upper)
      for key in keys { _ = try delete(key, in: database) }
      removedCount += keys.count
      if keys.count < Limits.deletionBatchKeyCount { return removedCount }
    }
  }

  private borrowing func keys(
    in database: Database, from lower: [UInt8], below upper: [UInt8]?
  ) throws(LMDBError) -> [[UInt8]] {
    var cursor = try cursor(in: database)
    var keys: [[UInt8]] = []
    var isPlaced = try cursor.seek(to: lower)
    while isPlaced, keys.count < Limits.deletionBatchKeyCount {
      if let upper, cursor.isAtOrBeyond(upper) { break }
      keys.append(cursor.copiedKey)
      isPlaced = try cursor.next()
    }
    return keys
  }
}
