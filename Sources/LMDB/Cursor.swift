internal import CLMDB

/// A place in a database, lent by its transaction.
///
/// Each move says whether it found an entry; `key` and `value` are those of the last move
/// that did.
@safe package struct Cursor: ~Copyable, ~Escapable {
  private let handle: OpaquePointer
  private var currentKey: MappedRegion
  private var currentValue: MappedRegion

  /// Takes over `handle`, whose transaction the caller keeps alive.
  @_lifetime(immortal)
  @unsafe init(handle: OpaquePointer) {
    unsafe self.handle = handle
    unsafe currentKey = MappedRegion(MDB_val())
    unsafe currentValue = MappedRegion(MDB_val())
  }

  deinit {
    // Safe: the handle is live, since the transaction outlives the cursor.
    unsafe mdb_cursor_close(handle)
  }

  /// The key here; empty before the first move.
  package var key: RawSpan {
    @_lifetime(borrow self)
    get {
      // Safe: keys stay mapped while the transaction lives and nothing is written.
      unsafe _overrideLifetime(RawSpan(_unsafeBytes: currentKey.bytes), borrowing: self)
    }
  }

  /// The value here; empty before the first move.
  package var value: RawSpan {
    @_lifetime(borrow self)
    get {
      // Safe: as for `key`.
      unsafe _overrideLifetime(RawSpan(_unsafeBytes: currentValue.bytes), borrowing: self)
    }
  }

  /// The key here, copied.
  package var copiedKey: [UInt8] { unsafe currentKey.copied() }

  /// The value here, copied.
  package var copiedValue: [UInt8] { unsafe currentValue.copied() }

  /// The value here, for a caller that keeps the transaction alive by other means.
  @unsafe var valueRegion: MappedRegion { unsafe currentValue }

  /// Whether the key here is at or beyond `bound`.
  package func isAtOrBeyond(_ bound: [UInt8]) -> Bool {
    // Safe: as for `key`.
    unsafe !currentKey.bytes.lexicographicallyPrecedes(bound)
  }

  /// Whether the key here is `other`.
  package func isAt(_ other: [UInt8]) -> Bool {
    // Safe: as for `key`.
    unsafe currentKey.bytes.elementsEqual(other)
  }

  /// Moves to the first entry whose key is at least `lower`; the empty key means the first.
  @_lifetime(self: copy self)
  package mutating func seek(to lower: [UInt8]) throws(LMDBError) -> Bool {
    if lower.isEmpty { return try move(MDB_FIRST) }
    var found = unsafe MDB_val()
    var value = unsafe MDB_val()
    let cursor = unsafe handle
    let status = unsafe try withKey(lower) { key in
      // Safe: the handle is live; the library points `found` at its own copy of the key.
      let status = unsafe mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE)
      unsafe found = key
      return status
    }
    return unsafe try settle(status, found, value)
  }

  /// Moves to the first entry whose key is greater than `key`.
  @_lifetime(self: copy self)
  package mutating func seek(after key: [UInt8]) throws(LMDBError) -> Bool {
    guard try seek(to: key) else { return false }
    return isAt(key) ? try next() : true
  }

  /// Moves to the next entry, at first to the first.
  @_lifetime(self: copy self)
  package mutating func next() throws(LMDBError) -> Bool { try move(MDB_NEXT) }

  /// Moves to the previous entry, at first to the last.
  @_lifetime(self: copy self)
  package mutating func previous() throws(LMDBError) -> Bool { try move(MDB_PREV) }

  /// Moves to the entry of the greatest key.
  @_lifetime(self: copy self)
  package mutating func last() throws(LMDBError) -> Bool { try move(MDB_LAST) }

  @_lifetime(self: copy self)
  private mutating func move(_ operation: MDB_cursor_op) throws(LMDBError) -> Bool {
    var key = unsafe MDB_val()
    var value = unsafe MDB_val()
    // Safe: the handle is live, and the library fills both values when it succeeds.
    let status = unsafe mdb_cursor_get(handle, &key, &value, operation)
    return unsafe try settle(status, key, value)
  }

  @_lifetime(self: copy self)
  private mutating func settle(
    _ status: Int32, _ key: MDB_val, _ value: MDB_val
  ) throws(LMDBError) -> Bool {
    if status == MDB_NOTFOUND { return false }
    try check(status, "moving a cursor")
    unsafe currentKey = MappedRegion(key)
    unsafe currentValue = MappedRegion(value)
    return true
  }
}
