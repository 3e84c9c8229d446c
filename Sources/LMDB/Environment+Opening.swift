internal import CLMDB

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension Environment {
  /// The environment of the folder `path`, which holds `data.mdb` and `lock.mdb`.
  ///
  /// When this process has the file open already, that environment is returned and `options`
  /// do not apply, but for one thing: a read-only environment cannot become writable.
  /// - Throws: `notFound`, `permissionDenied`, `truncated`, `notADatabase`,
  ///   `networkFileSystem`, `openReadOnlyElsewhere` and others.
  package static func open(
    _ path: String, options: EnvironmentOptions = .init()
  ) throws(LMDBError) -> Environment {
    let (environment, isNew) = try EnvironmentRegistry.shared.environment(
      of: path + "/data.mdb"
    ) { () throws(LMDBError) -> Environment in
      try openFile(path, options)
    }
    if environment.isReadOnly && !options.readOnly { throw .openReadOnlyElsewhere(path: path) }
    if isNew { _ = try environment.checkReaders() }
    return environment
  }

  private static func openFile(
    _ path: String, _ options: EnvironmentOptions
  ) throws(LMDBError) -> Environment {
    if !options.allowNetworkFileSystem { try checkIsLocal(path) }
    let exists = try prepareFolder(path, options)
    if exists && !options.synchronous { throw .unsynchronisedExistingStore(path: path) }
    if exists { try checkDataFile(path + "/data.mdb") }
    try LockFile(ofFolder: path).reserve(readers: options.maximumReaders)
    var mapByteCount = options.mapByteCount
    while true {
      do throws(LMDBError) {
        return try open(path, options, mapByteCount: mapByteCount)
      } catch {
        guard case .system(ENOMEM, _) = error, mapByteCount / 2 >= Limits.leastMapByteCount
        else { throw error }
        mapByteCount /= 2
      }
    }
  }

  /// Sees that the folder is there; returns whether it holds a data file.
  private static func prepareFolder(
    _ path: String, _ options: EnvironmentOptions
  ) throws(LMDBError) -> Bool {
    let dataPath = path + "/data.mdb"
    if unsafe access(dataPath, F_OK) == 0 { return true }
    if errno == EACCES { throw .permissionDenied(path: path) }
    if errno == ENOTDIR { throw .notADatabase(path: path) }
    if options.readOnly || !options.createIfMissing { throw .notFound(path: path) }
    if unsafe mkdir(path, mode_t(Limits.folderMode)) != 0 && errno != EEXIST {
      throw LMDBError(openStatus: errno, path: path)
    }
    return false
  }

  private static func open(
    _ path: String, _ options: EnvironmentOptions, mapByteCount: Int
  ) throws(LMDBError) -> Environment {
    var handle: OpaquePointer?
    try check(unsafe mdb_env_create(&handle), "creating an environment")
    guard let handle = unsafe handle else { throw .system(errno: ENOMEM, operation: "open") }
    do throws(LMDBError) {
      unsafe try configure(handle, options, mapByteCount: mapByteCount)
      let flags = flags(options, dataPath: path + "/data.mdb")
      let status = unsafe mdb_env_open(handle, path, flags, mode_t(Limits.fileMode))
      if status == EACCES, options.readOnly,
        LockFile(ofFolder: path).isOnlyObstacle(toReading: path + "/data.mdb")
      {
        throw LMDBError.lockFileNotWritable(path: path)
      }
      if status != MDB_SUCCESS { throw LMDBError(openStatus: status, path: path) }
      let identity = unsafe try identity(of: handle, path)
      return unsafe Environment(
        handle: handle, path: path, options: options, identity: identity)
    } catch {
      // Safe: the handle was created above and no environment owns it yet.
      unsafe mdb_env_close(handle)
      throw error
    }
  }

  @unsafe private static func configure(
    _ handle: OpaquePointer, _ options: EnvironmentOptions, mapByteCount: Int
  ) throws(LMDBError) {
    try check(unsafe mdb_env_set_mapsize(handle, mapByteCount), "setting the map size")
    let readers = UInt32(clamping: options.maximumReaders)
    try check(unsafe mdb_env_set_maxreaders(handle, readers), "setting the reader limit")
    let databases = MDB_dbi(clamping: options.maximumDatabases)
    try check(unsafe mdb_env_set_maxdbs(handle, databases), "setting the database limit")
  }

  /// `MDB_NOTLS` frees read transactions of their threads.
  ///
  /// Read-ahead goes when the file would not fit half the memory: it would then push out what is in
  /// use.
  private static func flags(_ options: EnvironmentOptions, dataPath: String) -> UInt32 {
    var flags = MDB_NOTLS
    if options.readOnly { flags |= MDB_RDONLY }
    if !options.synchronous { flags |= MDB_NOSYNC }
    var status = stat()
    let memoryByteCount = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
    if unsafe stat(dataPath, &status) == 0, status.st_size > memoryByteCount / 2 {
      flags |= MDB_NORDAHEAD
    }
    return UInt32(flags)
  }

  @unsafe private static func identity(
    of handle: OpaquePointer, _ path: String
  ) throws(LMDBError) -> FileIdentity {
    var descriptor: mdb_filehandle_t = -1
    try check(unsafe mdb_env_get_fd(handle, &descriptor), "asking for the data file")
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw LMDBError(openStatus: errno, path: path)
    }
    return FileIdentity(status)
  }
}
