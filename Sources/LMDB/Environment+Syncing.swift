internal import CLMDB
import Synchronization

extension Environment {
  /// Whether commits wait until the disk has the page that makes them valid, as they do from the
  /// start.
  ///
  /// Without it a power failure may undo the last commits, but leaves the file whole: the pages of a
  /// commit are on disk before that page is written. Once somebody in the process asked for it, it
  /// stays on. Waits for the write lock where it changes.
  package func syncCommits(_ isOn: Bool) throws(LMDBError) {
    try isSyncDemanded.withLock { (isDemanded) throws(LMDBError) in
      isDemanded = isDemanded || isOn
      guard try areCommitsSynced != isDemanded else { return }
      let isDeferred: Int32 = isDemanded ? 0 : 1
      // The lock keeps the flag from changing under a commit.
      try write { (_) throws(LMDBError) in
        // Safe: the handle is live until `deinit`.
        try check(
          unsafe mdb_env_set_flags(handle, UInt32(MDB_NOMETASYNC), isDeferred),
          "setting how commits are synced")
      }
    }
  }

  var areCommitsSynced: Bool {
    get throws(LMDBError) {
      var flags: UInt32 = 0
      // Safe: the handle is live until `deinit`; the call writes the one value it is given.
      try check(unsafe mdb_env_get_flags(handle, &flags), "asking how commits are synced")
      return flags & UInt32(MDB_NOMETASYNC) == 0
    }
  }
}
