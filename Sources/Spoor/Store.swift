@_exported public import QueryEngine
import TraceStorage

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

  init(_ database: TraceDatabase) {
    self.database = database
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
  ///   - allowNetworkFileSystem: open also on NFS and its like, where locks and memory maps
  ///     cannot be trusted, and several machines must not use the store at once.
  ///   - verifyingPages: check the structure of the whole file first; O(pages). A file that was
  ///     damaged from outside can otherwise end the process when it is read.
  /// - Returns: the store, shared by whoever opens the same folder in this process.
  /// - Throws: `StoreError.missing`, `.notAStore`, `.newerFormat`, `.damaged`, `.unavailable`.
  public static func open(
    _ path: String, for access: Access = .writing, allowNetworkFileSystem: Bool = false,
    verifyingPages: Bool = false
  ) throws(StoreError) -> Store {
    let options = OpenOptions(
      readOnly: access == .reading, createIfMissing: access == .writing,
      allowNetworkFileSystem: allowNetworkFileSystem, verifiesPages: verifyingPages)
    return try translating { () throws(StorageError) in
      Store(try TraceDatabase.open(path, options))
    }
  }

  /// Seals what is not sealed yet.
  ///
  /// The store may be used on; it closes when nothing refers to it.
  public func close() throws(StoreError) {
    guard !database.isReadOnly else { return }
    try translating { () throws(StorageError) in try database.seal() }
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
