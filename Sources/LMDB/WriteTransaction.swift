internal import CLMDB

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The one write transaction of an environment, lent to the body of `Environment.write`.
///
/// It belongs to the thread that began it and sees its own writes. Values are copied out,
/// since a later write may move them.
package struct WriteTransaction: ~Copyable {
  let state: WriteState

  init(_ environment: Environment) throws(LMDBError) {
    state = try WriteState(environment)
  }

  deinit {
    state.abort()
  }

  /// The number this commit will have.
  package var transactionID: UInt64 { state.transactionID }

  /// The value of `key`, copied, or nil.
  package borrowing func value(
    for key: [UInt8], in database: Database
  ) throws(LMDBError) -> [UInt8]? {
    guard let region = unsafe try findRegion(key, in: database, state.handle) else { return nil }
    return unsafe region.copied()
  }

  /// Lends the value of `key` to `body` without a copy, or returns nil.
  ///
  /// - Precondition: `body` writes nothing; that would move the bytes under it.
  package borrowing func withValue<R>(
    for key: [UInt8], in database: Database, _ body: (RawSpan) throws -> R
  ) throws -> R? {
    guard let region = unsafe try findRegion(key, in: database, state.handle) else { return nil }
    state.lentCount += 1
    defer { state.lentCount -= 1 }
    // Safe: writes trap while `lentCount` is positive, and the transaction is borrowed.
    return try unsafe body(RawSpan(_unsafeBytes: region.bytes))
  }

  /// The number of entries of `database`.
  package borrowing func count(of database: Database) throws(LMDBError) -> Int {
    try unsafe entryCount(of: database, state.handle)
  }

  /// The entry of the greatest key, copied, or nil when `database` is empty.
  package borrowing func last(
    in database: Database
  ) throws(LMDBError) -> (key: [UInt8], value: [UInt8])? {
    var cursor = try cursor(in: database)
    guard try cursor.last() else { return nil }
    return (cursor.copiedKey, cursor.copiedValue)
  }

  /// Calls `body` with a copy of each entry from `lower` up to but not including `upper`, in
  /// ascending order of keys, until it returns false.
  ///
  /// An empty `lower` means from the first key, a nil `upper` to the last. `body` may write:
  /// the scan goes on at the first key after the one it was given.
  /// - Throws: `LMDBError`, or what `body` throws.
  package borrowing func forEach(
    in database: Database, from lower: [UInt8], below upper: [UInt8]?,
    _ body: ([UInt8], [UInt8]) throws -> Bool
  ) throws {
    var cursor = try cursor(in: database)
    var isPlaced = try cursor.seek(to: lower)
    while isPlaced {
      if let upper, cursor.isAtOrBeyond(upper) { return }
      let key = cursor.copiedKey
      let writeCount = state.writeCount
      guard try body(key, cursor.copiedValue) else { return }
      isPlaced = try state.writeCount == writeCount ? cursor.next() : cursor.seek(after: key)
    }
  }

  /// A cursor for use between two writes.
  @_lifetime(borrow self)
  borrowing func cursor(in database: Database) throws(LMDBError) -> Cursor {
    let cursor = unsafe try openCursor(in: database, state.handle)
    // Safe: the transaction ends after the borrow; the cursor's users re-seek after writes.
    return unsafe _overrideLifetime(Cursor(handle: cursor), borrowing: self)
  }
}
