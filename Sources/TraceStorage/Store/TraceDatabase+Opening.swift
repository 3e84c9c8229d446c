import LMDB

/// How to open a store.
package struct OpenOptions: Sendable {
  package var readOnly: Bool
  /// Make the store when there is none; needs `readOnly` to be false.
  package var createIfMissing: Bool
  /// Allow a network file system, whose locks and maps LMDB cannot trust.
  package var allowNetworkFileSystem: Bool
  /// Check the structure of every page before LMDB follows any: it trusts its pages, and a
  /// damaged one can end the process.
  package var verifiesPages: Bool
  /// Whether a commit, when it returns, is there even after a power failure; else only after a crash
  /// of the process.
  ///
  /// Stores of one folder in one process share the stronger of their wishes.
  package var syncsCommits = true

  /// Spans of hot batches that are sealed together, for tests; those of a full segment otherwise.
  package var hotRowCount = StorageLimits.segmentRowCount

  package init(
    readOnly: Bool, createIfMissing: Bool = false, allowNetworkFileSystem: Bool = false,
    verifiesPages: Bool = false
  ) {
    self.readOnly = readOnly
    self.createIfMissing = createIfMissing
    self.allowNetworkFileSystem = allowNetworkFileSystem
    self.verifiesPages = verifiesPages
  }
}

extension TraceDatabase {
  /// Opens the store at a path, and makes it first where that is asked for and there is none.
  package static func open(
    _ path: String, _ options: OpenOptions
  ) throws(StorageError) -> TraceDatabase {
    do throws(StorageError) {
      return try openExisting(path, options)
    } catch .missing where options.createIfMissing && !options.readOnly {
      try create(path, options)
      return try openExisting(path, options)
    }
  }

  private static func openExisting(
    _ path: String, _ options: OpenOptions
  ) throws(StorageError) -> TraceDatabase {
    do {
      var settings = EnvironmentOptions()
      settings.readOnly = options.readOnly
      settings.createIfMissing = false
      settings.allowNetworkFileSystem = options.allowNetworkFileSystem
      let environment = try Environment.open(path, options: settings)
      if options.verifiesPages { _ = try environment.verify() }
      let databases = try Databases(environment, create: false)
      let store = TraceDatabase(
        path: path, isReadOnly: options.readOnly, environment: environment, databases: databases,
        hotLimits: HotLimits(rowCount: options.hotRowCount))
      try store.checkFormat()
      if !options.readOnly { try environment.syncCommits(options.syncsCommits) }
      return store
    } catch {
      throw StorageError(error, path: path)
    }
  }

  /// Has the disk take what commits did not wait for.
  package func sync() throws(StorageError) {
    guard !isReadOnly else { return }
    do throws(LMDBError) {
      try environment.sync()
    } catch {
      throw StorageError(error, path: path)
    }
  }

  private func checkFormat() throws {
    guard let bytes = try environment.snapshot().value(for: KeyLayout.format, in: databases.meta),
      let format = FormatRecord(reading: bytes.copied())
    else { throw StorageError.notAStore(path: path, reason: "it does not say its format") }
    if let refusal = format.refusal(forWriting: !isReadOnly) {
      throw StorageError.newerFormat("the store at \(path) has \(refusal)")
    }
  }
}
