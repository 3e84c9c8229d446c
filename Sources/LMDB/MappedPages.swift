internal import CLMDB

/// What a transaction knows of the pages of the file, to see that a value lies in them.
///
/// The library takes the length of a value from the page, unchecked: one that is damaged leads
/// beyond the end of the file, where reading is a signal.
struct MappedPages: Sendable {
  private let pageByteCount: Int
  private let pageCount: UInt64

  private static let overflowFlag: UInt16 = 0x04

  /// The pages of the last commit, for a transaction that has begun.
  init(_ environment: Environment) throws(LMDBError) {
    var info = unsafe MDB_envinfo()
    var pages = MDB_stat()
    // Safe: the handle is live until `deinit`, and the transaction keeps the map in place.
    try check(unsafe mdb_env_info(environment.handle, &info), "asking for the map")
    try check(unsafe mdb_env_stat(environment.handle, &pages), "asking for the page size")
    pageByteCount = Int(pages.ms_psize)
    pageCount = unsafe UInt64(info.me_last_pgno) + 1
  }

  /// Whether a value lies in one page, or in as many pages of its own as their header says.
  @unsafe func holdWhole(_ region: MappedRegion) -> Bool {
    guard let start = unsafe region.bytes.baseAddress else { return unsafe region.bytes.isEmpty }
    // Safe: the address is looked at. The map begins at a page.
    let offset = Int(UInt(bitPattern: start) % UInt(pageByteCount))
    let byteCount = unsafe region.bytes.count
    // Only a page of a long value has data right after its header; others have pointers there.
    guard offset == DataPage.headerByteCount else { return offset + byteCount <= pageByteCount }
    // Safe: the header is in the page that the library found, before its data.
    let header = unsafe UnsafeRawBufferPointer(
      start: start - DataPage.headerByteCount, count: DataPage.headerByteCount)
    let first = unsafe header.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
    let flags = unsafe header.loadUnaligned(fromByteOffset: 10, as: UInt16.self)
    let count = unsafe UInt64(header.loadUnaligned(fromByteOffset: 12, as: UInt32.self))
    let needed = UInt64((DataPage.headerByteCount - 1 + byteCount) / pageByteCount + 1)
    return flags == Self.overflowFlag && needed <= count && first < pageCount
      && count <= pageCount - first
  }
}
