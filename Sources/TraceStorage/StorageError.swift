/// Using a store's files failed.
package enum StorageError: Error, Hashable, Sendable {
  /// There is no store at the path.
  case missing(path: String)
  /// The path holds something else.
  case notAStore(path: String, reason: String)
  /// A newer build wrote the store: update this one.
  case newerFormat(String)
  /// Stored bytes do not add up. `check()` tells how far the damage goes.
  case damaged(String)
  /// The store cannot be used now: locked, its disk full, its reader slots taken.
  case unavailable(String)
  /// The store was opened for reading only.
  case readOnly
}
