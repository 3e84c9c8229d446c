internal import CLMDB
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension Environment {
  /// The size of the map, in bytes; read it only inside the gate or alone.
  var mapByteCount: Int {
    var info = unsafe MDB_envinfo()
    // Safe: the handle is live until `deinit`.
    guard unsafe mdb_env_info(handle, &info) == MDB_SUCCESS else { return 0 }
    return unsafe Int(info.me_mapsize)
  }

  /// Enlarges a map that was full at `seenByteCount`, unless another thread did so already.
  ///
  /// The caller holds no transaction. Only one thread grows the map: if each waiter doubled
  /// it, the last would run out of address space.
  func growMap(beyond seenByteCount: Int) throws(LMDBError) {
    let outcome = gate.alone(toleratedStatus: MDB_MAP_FULL) {
      guard mapByteCount <= seenByteCount else { return MDB_SUCCESS }
      let growth = max(seenByteCount, Limits.leastMapGrowthByteCount)
      guard canReserve(byteCount: growth) else { return MDB_MAP_FULL }
      mapMoveCount.add(1, ordering: .releasing)
      // Safe: alone in the gate, so no transaction of this process uses the map.
      return unsafe mdb_env_set_mapsize(handle, seenByteCount + growth)
    }
    switch outcome {
    case .finished(MDB_SUCCESS): return
    case .finished(MDB_MAP_FULL), .busy: throw .mapFull(mapByteCount: seenByteCount)
    case .finished: throw .panicked
    }
  }

  /// Follows a map that another process enlarged.
  func adoptMapSize() throws(LMDBError) {
    let outcome = gate.alone(toleratedStatus: MDB_SUCCESS) {
      mapMoveCount.add(1, ordering: .releasing)
      // Safe: as in `growMap`; size 0 means the size in the file.
      return unsafe mdb_env_set_mapsize(handle, 0)
    }
    switch outcome {
    case .finished(MDB_SUCCESS): return
    case .finished: throw .panicked
    case .busy: throw .mapFull(mapByteCount: 0)
    }
  }
}

/// Whether the address space has room for `byteCount` more: a failed move of the map would
/// lose the environment, so this is asked first.
private func canReserve(byteCount: Int) -> Bool {
  // Safe: an anonymous mapping of our own, unmapped at once.
  let address = unsafe mmap(nil, byteCount, PROT_NONE, MAP_PRIVATE | MAP_ANON, -1, 0)
  guard let address = unsafe address, unsafe address != MAP_FAILED else { return false }
  return unsafe munmap(address, byteCount) == 0
}
