/// Finds which pages beyond the end of the file are free, by walking the free-page table.
///
/// A transaction that takes pages at the end and gives them back before it commits counts
/// them in the header but never writes them, so a sound file may be shorter than its header
/// says. The library reads no free page; only a missing page in use is damage.
///
/// A record of the table is a count u64 and that many page numbers u64.
struct FreePageWalk: ~Copyable {
  private let file: DataFile
  private let pageByteCount: Int
  private let firstMissingPage: UInt64
  private var found: Set<UInt64> = []
  /// Pages visited so far: more than the file has would be a cycle.
  private var visitedCount = 0

  /// Whether each page of `header` that lies beyond `fileBytes` is free.
  static func coversMissingPages(
    path: String, header: DataFileHeader, fileBytes: Int
  ) throws(LMDBError) -> Bool {
    let firstMissing = UInt64(fileBytes / header.pageByteCount)
    var walk = FreePageWalk(
      file: try DataFile(path: path), pageByteCount: header.pageByteCount,
      firstMissingPage: firstMissing)
    let isSound = header.freeTable.isEmpty ? true : try walk.visit(header.freeTable.root, depth: 0)
    return isSound && walk.found.count == Int(header.lastPage - firstMissing + 1)
      && walk.found.allSatisfy { $0 <= header.lastPage }
  }

  private init(file: consuming DataFile, pageByteCount: Int, firstMissingPage: UInt64) {
    self.file = file
    self.pageByteCount = pageByteCount
    self.firstMissingPage = firstMissingPage
  }

  /// Walks the tree under `number`; false when it is damaged.
  private mutating func visit(_ number: UInt64, depth: Int) throws(LMDBError) -> Bool {
    visitedCount += 1
    guard depth < Limits.maximumTreeDepth, visitedCount <= firstMissingPage,
      let page = try file.page(number, byteCount: pageByteCount)
    else { return false }
    for node in page.nodes {
      let isSound =
        try page.isBranch ? visit(page.child(node), depth: depth + 1) : takeRecord(page, node)
      guard isSound else { return false }
    }
    return true
  }

  /// Notes the missing pages among those of one record; false when it is damaged.
  private mutating func takeRecord(_ page: DataPage, _ node: Int) throws(LMDBError) -> Bool {
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
  private func record(_ page: DataPage, _ node: Int) throws(LMDBError) -> [UInt8]? {
    switch page.content(node) {
    case .value(let range):
      return Array(page.bytes[range])
    case .overflow(let number, let byteCount):
      let length = Int(firstMissingPage) * pageByteCount
      guard number < firstMissingPage, byteCount <= length else { return nil }
      let offset = Int(number) * pageByteCount + DataPage.headerByteCount
      let record = try file.read(at: offset, count: byteCount)
      return record.count == byteCount ? record : nil
    case .table, nil:
      return nil
    }
  }
}
