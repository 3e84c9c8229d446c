/// How to open an environment.
package struct EnvironmentOptions: Sendable {
  /// Never write.
  ///
  /// The folder must still be writable for the lock file.
  package var readOnly = false
  /// Make the folder (its parent must exist) and the files when there are none.
  package var createIfMissing = true
  /// Address space for the map, in bytes: the file may grow so far.
  ///
  /// It costs nothing until used; less is taken when the process's address space is limited.
  package var mapByteCount = 1 << 40
  /// Reader slots of all processes together; whoever creates the lock file decides.
  package var maximumReaders = 1_024
  package var maximumDatabases = 32
  /// Open even where locks and mapped files cannot be trusted.
  package var allowNetworkFileSystem = false
  /// Whether each commit reaches the disk before it returns.
  ///
  /// False only for a new store that is renamed into place after `Environment.sync`: a crash before
  /// that loses it all.
  package var synchronous = true
  /// How long a full map waits for the snapshots of this process to end before it grows, in
  /// milliseconds; moving it under them would unmap what they read.
  package var resizeWaitMilliseconds = 5_000

  /// - Parameters: as the properties of the same names.
  package init(
    readOnly: Bool = false, createIfMissing: Bool = true, mapByteCount: Int = 1 << 40,
    maximumReaders: Int = 1_024, maximumDatabases: Int = 32,
    allowNetworkFileSystem: Bool = false, synchronous: Bool = true,
    resizeWaitMilliseconds: Int = 5_000
  ) {
    self.readOnly = readOnly
    self.createIfMissing = createIfMissing
    self.mapByteCount = mapByteCount
    self.maximumReaders = maximumReaders
    self.maximumDatabases = maximumDatabases
    self.allowNetworkFileSystem = allowNetworkFileSystem
    self.synchronous = synchronous
    self.resizeWaitMilliseconds = resizeWaitMilliseconds
  }
}
