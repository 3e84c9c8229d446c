/// Finds which pages beyond the end of the file are free, by walking the free-page table.
///
/// A transaction that takes pages at the end and gives them back before it commits counts
/// them in the header but never writes them, so a sound file may be shorter than its header
/// says. The library reads no free page; only a missing page in use is damage.
///
///     page    0 number u64 · 10 flags u16 · 12 end of pointers u16 · 16 pointers u16 each
///     node    0 low u16 · 2 high u16 · 4 flags u16 · 6 key size u16 · 8 key · data
///     branch  child page: low, high, flags, 16 bits each
///     leaf    data size: low, high; with flag 1 the data is the number of an overflow page
///     record  count u64 · page numbers u64 each
struct FreePageWalk: ~Copyable {
  private let file: DataFile
  private let pageByteCount: Int
  private let firstMissingPage: UInt64
  private var found: Set<UInt64> = []
  /// Pages visited so far: more than the file has would be a cycle.
  private var visitedCount = 0

  private static let branchFlag: UInt16 = 0x01
  private static let leafFlag: UInt16 = 0x02
  private static let overflowNodeFlag: UInt16 = 0x01
  private static let pageHeaderByteCount = 16
  private static let nodeHeaderByteCount = 8
  private static let noPage = UInt64.max
  /// The library's own bound on the depth of a tree, `CURSOR_STACK`.
  private static let maximumDepth = 32

  /// Whether each page of `header` that lies beyond `fileBytes` is free.
  static func coversMissingPages(
    path: String, header: DataFileHeader, fileBytes: Int
  ) throws(LMDBError) -> Bool {
    let firstMissing = UInt64(fileBytes / header.pageByteCount)
    var walk = FreePageWalk(
      file: try DataFile(path: path), pageByteCount: header.pageByteCount,
      firstMissingPage: firstMissing)
    guard try walk.visit(header.freeRoot, depth: 0) else { return false }
    return walk.found.count == Int(header.lastPage - firstMissing + 1)
      && walk.found.allSatisfy { $0 <= header.lastPage }
  }

  private init(file: consuming DataFile, pageByteCount: Int, firstMissingPage: UInt64) {
    self.file = file
    self.pageByteCount = pageByteCount
    self.firstMissingPage = firstMissingPage
  }

  /// Walks the tree under `number`; false when it is damaged.
  private mutating func visit(_ number: UInt64, depth: Int) throws(LMDBError) -> Bool {
    if number == Self.noPage { return depth == 0 }
    visitedCount += 1
    guard depth < Self.maximumDepth, number < firstMissingPage,
      visitedCount <= firstMissingPage
    else { return false }
    let page = try file.read(at: Int(number) * pageByteCount, count: pageByteCount)
    guard page.count == pageByteCount, let nodes = nodeOffsets(page) else { return false }
    let flags = page.integer(at: 10, as: UInt16.self)
    guard flags & (Self.branchFlag | Self.leafFlag) != 0 else { return false }
    for node in nodes {
      let isSound =
        try flags & Self.branchFlag != 0
        ? visit(child(page, node), depth: depth + 1) : takeRecord(page, node)
      guard isSound else { return false }
    }
    return true
  }

  private func nodeOffsets(_ page: [UInt8]) -> [Int]? {
    let end = Int(page.integer(at: 12, as: UInt16.self))
    guard end >= Self.pageHeaderByteCount, end <= page.count else { return nil }
    let offsets = stride(from: Self.pageHeaderByteCount, to: end - 1, by: 2).map {
      Int(page.integer(at: $0, as: UInt16.self))
    }
    let last = page.count - Self.nodeHeaderByteCount
    return offsets.allSatisfy { $0 <= last } ? offsets : nil
  }

  private func child(_ page: [UInt8], _ node: Int) -> UInt64 {
    UInt64(page.integer(at: node, as: UInt16.self))
      | UInt64(page.integer(at: node + 2, as: UInt16.self)) << 16
      | UInt64(page.integer(at: node + 4, as: UInt16.self)) << 32
  }

  /// Notes the missing pages among those of one record; false when it is damaged.
  private mutating func takeRecord(_ page: [UInt8], _ node: Int) throws(LMDBError) -> Bool {
    guard let record = try record(page, node), record.count >= 8 else { return false }
    let count = record.integer(at: 0, as: UInt64.self)
    guard count <= UInt64(record.count / 8 - 1) else { return false }
    for index in 0..<Int(count) {
      let number = record.integer(at: 8 + index * 8, as: UInt64.self)
      if number >= firstMissingPage { found.insert(number) }
    }
    return true
  }

  /// The data of a leaf's node, from the page itself or from pages of its own.
  private func record(_ page: [UInt8], _ node: Int) throws(LMDBError) -> [UInt8]? {
    let byteCount = Int(child(page, node) & 0xFFFF_FFFF)
    let start =
      node + Self.nodeHeaderByteCount + Int(page.integer(at: node + 6, as: UInt16.self))
    let isOverflow = page.integer(at: node + 4, as: UInt16.self) & Self.overflowNodeFlag != 0
    guard isOverflow else {
      return start + byteCount <= page.count ? Array(page[start..<(start + byteCount)]) : nil
    }
    guard start + 8 <= page.count else { return nil }
    let number = page.integer(at: start, as: UInt64.self)
    let length = Int(firstMissingPage) * pageByteCount
    guard number < firstMissingPage, byteCount <= length else { return nil }
    let offset = Int(number) * pageByteCount + Self.pageHeaderByteCount
    let record = try file.read(at: offset, count: byteCount)
    return record.count == byteCount ? record : nil
  }
}
