import LMDB

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A copy of a store as of one commit, in the making.
///
/// Writers go on meanwhile. The copy is made beside its place and renamed when it is on the disk:
/// it is there as a whole or not at all.
package struct StoreBackup: Sendable {
  private let database: TraceDatabase
  private let draft: DraftFolder

  /// - Throws: `StorageError.unavailable` when there is something at the destination already.
  package init(of database: TraceDatabase, to destination: String) throws(StorageError) {
    self.database = database
    draft = DraftFolder(of: destination)
    guard !draft.destinationExists else { throw Self.taken(destination) }
  }

  /// Bytes copied so far; any thread may ask.
  package var byteCount: Int { draft.dataByteCount }

  /// Removes what was copied so far.
  ///
  /// A `write` under way on another thread then fails at its end.
  package func abandon() { draft.remove() }

  /// Makes the copy.
  ///
  /// O(bytes). It holds a view of the store meanwhile, so that the file grows under writes.
  /// Compacting leaves out free pages: the only way to a smaller file.
  package func write(compacting: Bool) throws(StorageError) {
    do {
      try database.environment.copy(to: draft.path, compact: compacting)
    } catch {
      draft.remove()
      guard error != .diskFull else {
        throw .unavailable("the disk or its quota is full; no part of \(draft.destination) is left")
      }
      let cause = StorageError(error, path: draft.destination)
      guard case .missing = cause else { throw cause }
      throw .unavailable(
        "cannot write to \(draft.destination): the folder above is missing or may not be written to"
      )
    }
    do {
      try SavedQueries(ofStoreAt: database.path).copy(toStoreAt: draft.path)
    } catch {
      draft.remove()
      throw error
    }
    let reason = draft.moveIntoPlace()
    guard reason != 0 else { return }
    draft.remove()
    if reason == EEXIST || reason == ENOTEMPTY || reason == ENOTDIR {
      throw Self.taken(draft.destination)
    }
    throw .unavailable("cannot write to \(draft.destination): \(describeSystemError(reason))")
  }

  private static func taken(_ destination: String) -> StorageError {
    .unavailable("\(destination) is there already; a backup replaces nothing")
  }
}
