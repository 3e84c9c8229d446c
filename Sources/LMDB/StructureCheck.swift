/// Walks every page in use by ordinary reads and finds those that lead astray.
///
/// The library trusts its pages: following a damaged one may end the process. Values are not
/// looked into; whoever writes them keeps checksums.
struct StructureCheck: ~Copyable {
  private let file: DataFile
  private let pageByteCount: Int
  /// Whether each page was met; none may be met twice.
  private var isSeen: [Bool]
  /// The records of the free-page table, each with the page that holds it.
  private var freeRecords: [(page: UInt64, record: [UInt8])] = []

  private static let overflowFlag: UInt16 = 0x04

  /// Checks the last commit of the file at `path`; returns the number of pages in use.
  ///
  /// - Throws: `damaged` with the first bad page.
  static func run(path: String) throws(LMDBError) -> Int {
    let file = try DataFile(path: path)
    let header = try file.header()
    let filePageCount = try file.byteCount() / header.pageByteCount
    let pageCount = min(filePageCount, Int(header.lastPage) + 1)
    var check = StructureCheck(
      file: file, pageByteCount: header.pageByteCount, pageCount: pageCount)
    try check.visit(header.freeTable, isOrdered: false)
    try check.visit(header.mainTable, isOrdered: true)
    let usedCount = check.isSeen.count { $0 }
    for (page, numbers) in check.freeRecords {
      try check.markFree(numbers, of: page, lastPage: header.lastPage)
    }
    return usedCount
  }

  private init(file: consuming DataFile, pageByteCount: Int, pageCount: Int) {
    self.file = file
    self.pageByteCount = pageByteCount
    isSeen = [Bool](repeating: false, count: pageCount)
    // The two headers.
    for page in 0..<min(2, pageCount) { isSeen[page] = true }
  }

  /// `isOrdered` says that keys are compared as bytes; free pages have integer keys.
  private mutating func visit(_ table: DataTable, isOrdered: Bool) throws(LMDBError) {
    if table.isEmpty { return }
    guard 1...Limits.maximumTreeDepth ~= table.depth else { throw damaged(table.root) }
    let count = try visit(table.root, level: table.depth, isOrdered: isOrdered)
    guard count == table.entryCount else { throw damaged(table.root) }
  }

  /// Visits a page `level` levels above the bottom, where the leaves are level 1; returns how many
  /// entries lie under it.
  private mutating func visit(
    _ number: UInt64, level: Int, isOrdered: Bool
  ) throws(LMDBError) -> UInt64 {
    try markSeen(number, pageCount: 1)
    guard let page = try file.page(number, byteCount: pageByteCount),
      page.isBranch == (level > 1), page.isPacked,
      page.nodes.count >= (page.isBranch && isOrdered ? 2 : 1),
      !isOrdered || hasAscendingKeys(page)
    else { throw damaged(number) }
    guard page.isBranch else {
      for node in page.nodes { try visitContent(of: page, node, number, isOrdered: isOrdered) }
      return UInt64(page.nodes.count)
    }
    var count: UInt64 = 0
    for node in page.nodes {
      count += try visit(page.child(node), level: level - 1, isOrdered: isOrdered)
    }
    return count
  }

  private mutating func visitContent(
    of page: DataPage, _ node: Int, _ number: UInt64, isOrdered: Bool
  ) throws(LMDBError) {
    switch page.content(node) {
    case .value(let range):
      if !isOrdered { freeRecords.append((number, Array(page.bytes[range]))) }
    case .overflow(let first, let byteCount):
      try visitOverflow(first, byteCount)
      if !isOrdered {
        let offset = Int(first) * pageByteCount + DataPage.headerByteCount
        freeRecords.append((number, try file.read(at: offset, count: byteCount)))
      }
    case .table(let table) where isOrdered:
      try visit(table, isOrdered: true)
    case .table, nil:
      throw damaged(number)
    }
  }

  /// Marks the free pages that a record lists: a page in use that is also free would be written
  /// over, and means that some table leads to an old state of its pages.
  private mutating func markFree(
    _ record: [UInt8], of page: UInt64, lastPage: UInt64
  ) throws(LMDBError) {
    guard record.count >= 8 else { throw damaged(page) }
    let count = record.integer(at: 0, as: UInt64.self)
    guard count <= UInt64(record.count / 8 - 1) else { throw damaged(page) }
    for index in 0..<Int(count) {
      let number = record.integer(at: 8 + index * 8, as: UInt64.self)
      guard number <= lastPage else { throw damaged(page) }
      // Free pages at the end of the file may never have been written.
      if number < UInt64(isSeen.count) { try markSeen(number, pageCount: 1) }
    }
  }

  /// Checks the pages of one long value: the first says how many they are.
  private mutating func visitOverflow(_ first: UInt64, _ byteCount: Int) throws(LMDBError) {
    let pageCount = (DataPage.headerByteCount - 1 + byteCount) / pageByteCount + 1
    try markSeen(first, pageCount: pageCount)
    let header = try file.read(
      at: Int(first) * pageByteCount, count: DataPage.headerByteCount)
    guard header.count == DataPage.headerByteCount,
      header.integer(at: 0, as: UInt64.self) == first,
      header.integer(at: 10, as: UInt16.self) == Self.overflowFlag,
      Int(header.integer(at: 12, as: UInt32.self)) >= pageCount
    else { throw damaged(first) }
  }

  private mutating func markSeen(_ first: UInt64, pageCount: Int) throws(LMDBError) {
    guard first < isSeen.count, pageCount <= isSeen.count - Int(first) else {
      throw damaged(first)
    }
    for page in Int(first)..<(Int(first) + pageCount) {
      if isSeen[page] { throw damaged(UInt64(page)) }
      isSeen[page] = true
    }
  }

  private func hasAscendingKeys(_ page: DataPage) -> Bool {
    let keys = page.nodes.dropFirst(page.isBranch ? 1 : 0).map { page.key($0) }
    return zip(keys, keys.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) }
      && keys.allSatisfy { 1...Limits.maximumKeyByteCount ~= $0.count }
  }

  private func damaged(_ page: UInt64) -> LMDBError {
    .damaged(path: file.path, page: page)
  }
}

extension Environment {
  /// Checks the structure of every page that the last commit uses; returns how many.
  ///
  /// Safe on a file of any damage when called before anything else, and beside writers: it
  /// holds a view meanwhile, which keeps the pages from being used anew.
  /// - Complexity: O(file).
  /// - Throws: `damaged` with the first bad page.
  package func verify() throws(LMDBError) -> Int {
    let view = try ReadTransaction(self)
    let count = try StructureCheck.run(path: path + "/data.mdb")
    _ = view.transactionID
    return count
  }
}
