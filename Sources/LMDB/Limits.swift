/// The limits this floor sets or inherits, each with its unit and its reason.
package enum Limits {
  /// Longest key, in bytes: `MDB_MAXKEYSIZE` as the system library is compiled.
  package static let maximumKeyByteCount = 511

  /// Longest value, in bytes.
  ///
  /// A dirty value is held in memory until the commit writes it with one `writev` of at most 1 GiB;
  /// 64 MiB keeps a transaction of a few values far from that.
  package static let maximumValueByteCount = 64 << 20

  /// Time between two automatic sweeps of the reader table, in seconds.
  ///
  /// A dead process's reader pins pages and makes the file grow; the sweep costs a few system
  /// calls.
  static let readerCheckIntervalSeconds: Int64 = 30

  /// How often one `begin` follows a map that another process keeps growing.
  static let resizeRetryCount = 8

  /// Least growth of a full map, in bytes.
  ///
  /// Address space costs nothing, and a transaction within policy (50,000 dirty pages) fits, so
  /// that its one retry succeeds.
  static let leastMapGrowthByteCount = 256 << 20

  /// Smallest map tried when the address space is limited, in bytes.
  static let leastMapByteCount = 1 << 20

  /// Entries a scan reads for each time it takes the snapshot's lock; the first batch is
  /// small because many scans stop at their first entry.
  static let firstBatchEntryCount = 4
  static let batchEntryCount = 64

  /// Keys collected before a range deletion removes them.
  static let deletionBatchKeyCount = 1_024

  /// How long an empty data file may belong to another process creating the store, in
  /// milliseconds; after it, the file counts as truncated.
  static let creationWaitMilliseconds = 500

  /// Room on a disk, in bytes, below which a write that failed is blamed on it: one that was cut
  /// short leaves less than a page.
  static let fullDiskByteCount = 64 << 10

  /// Deepest tree: `CURSOR_STACK` of the library.
  static let maximumTreeDepth = 32

  /// How often a short file's header is read anew while another process commits.
  static let headerReadCount = 10

  /// Mode of the files of a new store, less the process's umask: traces can hold personal
  /// data, so others get nothing.
  static let fileMode: UInt32 = 0o660
  /// Mode of the folder of a new store, less the process's umask.
  static let folderMode: UInt32 = 0o770
}
