@testable import LMDB

/// Which bytes of a store's data file the last commit uses, found by walking its pages.
struct LiveBytes {
  /// Values: chunks, batches, headers, counters.
  private(set) var values: [Range<Int>] = []
  /// Headers of the file and of pages, pointers, keys, roots of tables: what leads to the values.
  private(set) var structure: [Range<Int>] = []

  private let pageByteCount: Int

  init(ofFileAt path: String) throws {
    let file = try DataFile(path: path)
    let header = try file.header()
    pageByteCount = header.pageByteCount
    structure = [0, pageByteCount].map { $0..<$0 + DataFileHeader.byteCount }
    try walk(header.mainTable.root, of: file)
    try walk(header.freeTable.root, of: file, hasValues: false)
  }

  private mutating func walk(_ number: UInt64, of file: borrowing DataFile, hasValues: Bool = true)
    throws
  {
    guard number != .max, let page = try file.page(number, byteCount: pageByteCount) else { return }
    let start = Int(number) * pageByteCount
    structure.append(start..<start + DataPage.headerByteCount + 2 * page.nodes.count)
    for node in page.nodes {
      structure.append(start + node..<start + page.key(node).endIndex)
      if page.isBranch {
        try walk(page.child(node), of: file, hasValues: hasValues)
        continue
      }
      switch page.content(node) {
      case .value(let range):
        if hasValues { values.append(start + range.lowerBound..<start + range.upperBound) }
      case .overflow(let first, let byteCount):
        let start = Int(first) * pageByteCount + DataPage.headerByteCount
        structure.append(start - DataPage.headerByteCount..<start)
        if hasValues { values.append(start..<start + byteCount) }
      case .table(let table):
        let record = start + page.key(node).endIndex
        structure.append(record..<record + 48)
        try walk(table.root, of: file)
      case nil:
        throw LMDBError.damaged(path: file.path, page: number)
      }
    }
  }
}

extension [Range<Int>] {
  /// A number of the ranges, each as likely as the others.
  func randomElement(using random: inout some RandomNumberGenerator) -> Int {
    var index = Int.random(in: 0..<reduce(0) { $0 + $1.count }, using: &random)
    for range in self {
      if index < range.count { return range.lowerBound + index }
      index -= range.count
    }
    preconditionFailure("the index is below the sum of the counts")
  }
}
