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
/// store.record(span)
/// try await store.flush()
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
  let sink: SpanSink
  /// Nil where the store is open for reading.
  let recorder: SpanRecorder?
  /// The folder goes with the store.
  private let isTemporary: Bool

  package init(
    _ database: TraceDatabase, compactsInBackground: Bool,
    recording: RecordingSettings = RecordingSettings(), isTemporary: Bool = false
  ) {
    self.database = database
    self.isTemporary = isTemporary
    sink = SpanSink(database, recording, compactsInBackground: compactsInBackground)
    recorder = database.isReadOnly ? nil : SpanRecorder(recording, into: sink)
  }

  deinit {
    recorder?.end()
    sink.end()
    if isTemporary { removeTemporaryFolder(path) }
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
  ///   - recording: how ``record(_:)`` takes spans, when the store is opened for writing.
  /// - Returns: the store, shared by whoever opens the same folder in this process.
  /// - Throws: `StoreError.missing`, `.notAStore`, `.newerFormat`, `.damaged`, `.unavailable`.
  public static func open(
    _ path: String, for access: Access = .writing, createIfMissing: Bool = true,
    allowNetworkFileSystem: Bool = false, verifyingPages: Bool = false,
    compactsInBackground: Bool = true, recording: RecordingSettings = RecordingSettings()
  ) throws(StoreError) -> Store {
    try open(
      path, for: access, createIfMissing: createIfMissing,
      allowNetworkFileSystem: allowNetworkFileSystem, verifyingPages: verifyingPages,
      compactsInBackground: compactsInBackground, recording: recording, isTemporary: false)
  }

  static func open(
    _ path: String, for access: Access, createIfMissing: Bool, allowNetworkFileSystem: Bool,
    verifyingPages: Bool, compactsInBackground: Bool, recording: RecordingSettings,
    isTemporary: Bool
  ) throws(StoreError) -> Store {
    var options = OpenOptions(
      readOnly: access == .reading, createIfMissing: access == .writing && createIfMissing,
      allowNetworkFileSystem: allowNetworkFileSystem, verifiesPages: verifyingPages)
    options.syncsCommits = recording.durability == .survivesPowerLoss
    return try translating { () throws(StorageError) in
      Store(
        try TraceDatabase.open(path, options), compactsInBackground: compactsInBackground,
        recording: recording, isTemporary: isTemporary)
    }
  }

  /// Writes what was recorded, gives up what is being merged in the background, waits for what is
  /// being sealed, and seals what is not sealed yet.
  ///
  /// Blocks the calling thread. The store may be used on; it closes when nothing refers to it.
  ///
  /// - Throws: `StoreError.unavailable` where the disk does not take what was recorded, which
  ///   waits on; ``shutdown(within:)`` has a deadline.
  public func close() throws(StoreError) {
    try recorder?.flushBlocking()
    guard let sealing = sink.sealing else { return }
    let seal = { () throws(StoreError) in
      sealing.finish()
      try translating { () throws(StorageError) in try self.database.seal() }
    }
    guard let compaction = sink.compaction else { return try seal() }
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
