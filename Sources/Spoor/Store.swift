@_exported public import Drift
@_exported public import QueryEngine
package import TraceStorage

@_exported public import TraceModel

/// A trace store on local disk, in this process.
///
/// A store is a folder. Any number of threads and processes may read it while one writes; readers
/// never wait for writers. A process opens a store once and shares it.
///
/// ```swift
/// let store = try Store.open("traces.spoor")
/// try store.append(spans)
/// let result = try store.query("stage=generation and latency>2s group by prompt_version")
/// try store.close()
/// ```
public final class Store: Sendable {
  /// What a store is opened for.
  public enum Access: Sendable {
    /// Asking only. The store must exist.
    case reading
    /// Asking and writing. The store is made when there is none.
    case writing
  }

  let database: TraceDatabase
  /// What queries found in sealed segments.
  let cache = PartialCache()
  /// What queries found texts to be equal to in other segments.
  let textNumbers = TextNumbers()
  /// Nil where segments are merged on request only.
  let compaction: BackgroundCompaction?
  /// Nil where the store is open for reading.
  let sealing: BackgroundSealing?

  package init(_ database: TraceDatabase, compactsInBackground: Bool) {
    self.database = database
    let compaction =
      compactsInBackground && !database.isReadOnly ? BackgroundCompaction(of: database) : nil
    self.compaction = compaction
    sealing =
      database.isReadOnly
      ? nil
      : BackgroundSealing { (isEnded) throws(StorageError) in
        guard let seal = try database.prepareSeal(), !isEnded() else { return false }
        _ = try database.commit(seal)
        compaction?.noteWrite(didSeal: true)
        return true
      }
  }

  deinit {
    sealing?.end()
    compaction?.end()
  }

  /// The folder of the store.
  public var path: String { database.path }

  /// Opens the store in a folder.
  ///
  /// A new store comes into being as a whole: it is made beside its place and renamed.
  ///
  /// - Parameters:
  ///   - path: the store's folder.
  ///   - access: what for.
  ///   - createIfMissing: make the store when it is opened for writing and there is none.
  ///   - allowNetworkFileSystem: open also on NFS and its like, where locks and memory maps
  ///     cannot be trusted, and several machines must not use the store at once.
  ///   - verifyingPages: check the structure of the whole file first; O(pages). A file that was
  ///     damaged from outside can otherwise end the process when it is read.
  ///   - compactsInBackground: merge small segments beside other work after spans were sealed, when
  ///     the store is opened for writing.
  /// - Returns: the store, shared by whoever opens the same folder in this process.
  /// - Throws: `StoreError.missing`, `.notAStore`, `.newerFormat`, `.damaged`, `.unavailable`.
  public static func open(
    _ path: String, for access: Access = .writing, createIfMissing: Bool = true,
    allowNetworkFileSystem: Bool = false, verifyingPages: Bool = false,
    compactsInBackground: Bool = true
  ) throws(StoreError) -> Store {
    let options = OpenOptions(
      readOnly: access == .reading, createIfMissing: access == .writing && createIfMissing,
      allowNetworkFileSystem: allowNetworkFileSystem, verifiesPages: verifyingPages)
    return try translating { () throws(StorageError) in
      Store(
        try TraceDatabase.open(path, options),
        compactsInBackground: compactsInBackground)
    }
  }

  /// Gives up what is being merged in the background, waits for what is being sealed, and seals
  /// what is not sealed yet.
  ///
  /// The store may be used on; it closes when nothing refers to it.
  public func close() throws(StoreError) {
    guard let sealing else { return }
    let seal = { () throws(StoreError) in
      sealing.finish()
      try translating { () throws(StorageError) in try self.database.seal() }
    }
    guard let compaction else { return try seal() }
    try compaction.whileStopped(seal)
  }
}

/// Runs a step of the storage floor, its errors told in this floor's words.
func translating<Result>(
  _ body: () throws(StorageError) -> Result
) throws(StoreError) -> Result {
  do throws(StorageError) {
    return try body()
  } catch {
    throw StoreError(error)
  }
}
