#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a meta page says of the file.
///
/// In native byte order, as a 64-bit library 0.9 lays it out:
///
///     page   0 number u64 · 8 pad u16 · 10 flags u16 · 12 free space u32
///     meta  16 magic u32 · 20 version u32 · 24 address u64 · 32 map size u64
///           40 free-page table (48 bytes, of which the first u32 is the page size)
///           88 main table (48 bytes) · 136 last page u64 · 144 transaction u64
struct DataFileHeader: Equatable {
  /// 0 or 1.
  let pageNumber: UInt64
  let pageByteCount: Int
  let lastPage: UInt64
  let transactionID: UInt64
  let freeTable: DataTable
  /// The table of the named tables.
  let mainTable: DataTable

  /// Bytes of a page header and a meta together.
  static let byteCount = 152
  private static let magic: UInt32 = 0xBEEF_C0DE
  private static let version: UInt32 = 1
  private static let metaFlag: UInt16 = 0x08
  /// Largest page the library makes, in bytes; the smallest plausible is one sector.
  private static let pageByteCounts = 512...65_536

  /// Decodes the `byteCount` first bytes of a meta page.
  init(_ page: [UInt8], path: String) throws(LMDBError) {
    guard page.integer(at: 10, as: UInt16.self) & Self.metaFlag != 0,
      page.integer(at: 16, as: UInt32.self) == Self.magic
    else { throw .notADatabase(path: path) }
    guard page.integer(at: 20, as: UInt32.self) == Self.version else { throw .versionMismatch }
    pageNumber = page.integer(at: 0, as: UInt64.self)
    pageByteCount = Int(page.integer(at: 40, as: UInt32.self))
    guard Self.pageByteCounts.contains(pageByteCount), pageByteCount.nonzeroBitCount == 1
    else { throw .notADatabase(path: path) }
    freeTable = DataTable(page, at: 40)
    mainTable = DataTable(page, at: 88)
    lastPage = page.integer(at: 136, as: UInt64.self)
    transactionID = page.integer(at: 144, as: UInt64.self)
    guard lastPage >= 1, lastPage < UInt64(Int.max / pageByteCount) else {
      throw .notADatabase(path: path)
    }
  }

  /// Whether the commit after this one is that of `other`, each in its page.
  fileprivate func precedes(_ other: DataFileHeader) -> Bool {
    let (next, isOverflow) = transactionID.addingReportingOverflow(1)
    return !isOverflow && other.transactionID == next && pageNumber == transactionID & 1
      && other.pageNumber == next & 1
  }

  /// The length the file must have, in bytes.
  var neededByteCount: Int { (Int(lastPage) + 1) * pageByteCount }
}

extension DataFile {
  /// The newer of the two meta pages.
  ///
  /// They are of successive commits, the even one first: a number changed by accident would
  /// otherwise bring back the commit before the last, or hide that there was one. Another process
  /// may commit between the two reads, so that a contradiction counts once it stays.
  func header() throws(LMDBError) -> DataFileHeader {
    for _ in 0..<Limits.headerReadCount {
      let first = try header(at: 0)
      let second = try header(at: first.pageByteCount)
      guard first.pageByteCount == second.pageByteCount else { throw .notADatabase(path: path) }
      if first.precedes(second) { return second }
      if second.precedes(first) || first.transactionID == 0 && second.transactionID == 0 {
        return first
      }
      usleep(1_000)
    }
    throw .damaged(path: path, page: 0)
  }

  private func header(at offset: Int) throws(LMDBError) -> DataFileHeader {
    let bytes = try read(at: offset, count: DataFileHeader.byteCount)
    guard bytes.count == DataFileHeader.byteCount else {
      let needed = offset + DataFileHeader.byteCount
      throw .truncated(path: path, fileBytes: try byteCount(), neededBytes: needed)
    }
    return try DataFileHeader(bytes, path: path)
  }
}

/// Refuses a data file that is none, or that lacks pages in use, before it is mapped.
///
/// An empty file may be one that another process is just making; it gets a moment.
func checkDataFile(_ path: String) throws(LMDBError) {
  let file = try DataFile(path: path)
  var waited = 0
  while try file.byteCount() == 0, waited < Limits.creationWaitMilliseconds {
    usleep(10_000)
    waited += 10
  }
  for _ in 0..<Limits.headerReadCount {
    let header = try file.header()
    // Read after the header: a file in use only grows.
    let fileBytes = try file.byteCount()
    if fileBytes >= header.neededByteCount { return }
    if try FreePageWalk.coversMissingPages(path: path, header: header, fileBytes: fileBytes) {
      return
    }
    // Another process may have committed during the walk, over pages that were free.
    if try file.header() == header {
      throw .truncated(path: path, fileBytes: fileBytes, neededBytes: header.neededByteCount)
    }
  }
  throw .locked(path: path)
}

extension [UInt8] {
  /// The integer of native byte order at `offset`, which must lie inside.
  func integer<Value: FixedWidthInteger>(at offset: Int, as type: Value.Type) -> Value {
    var value: Value = 0
    for index in 0..<(Value.bitWidth / 8) {
      value |= Value(truncatingIfNeeded: self[offset + index]) << Value(index * 8)
    }
    return Value(littleEndian: value) == value ? value : value.byteSwapped
  }
}
