/// One page of a tree, checked so that no field leads out of it.
///
///     page    0 number u64 · 10 flags u16 · 12 end of pointers u16 · 14 start of nodes u16
///             16 pointers u16 each
///     node    0 low u16 · 2 high u16 · 4 flags u16 · 6 key size u16 · 8 key · data
///     branch  child page: low, high, flags, 16 bits each
///     leaf    data size: low, high; by the flags the data is the value, the number of an
///             overflow page that holds it, or the root of a named table
struct DataPage {
  let bytes: [UInt8]
  /// Where each node begins, in the order of their keys.
  let nodes: [Int]
  let isBranch: Bool

  static let headerByteCount = 16
  private static let nodeHeaderByteCount = 8
  private static let branchFlag: UInt16 = 0x01
  private static let leafFlag: UInt16 = 0x02
  private static let overflowNodeFlag: UInt16 = 0x01
  private static let tableNodeFlag: UInt16 = 0x02
  /// Size of the record of a named table: sizes, counts and a root.
  private static let tableByteCount = 48

  /// What a leaf's node holds.
  enum Content {
    case value(Range<Int>)
    case overflow(page: UInt64, byteCount: Int)
    case table(DataTable)
  }

  /// The page `number` in `bytes`; nil when it is damaged or of a kind we never make.
  init?(_ bytes: [UInt8], number: UInt64) {
    guard bytes.integer(at: 0, as: UInt64.self) == number else { return nil }
    switch bytes.integer(at: 10, as: UInt16.self) {
    case Self.branchFlag: isBranch = true
    case Self.leafFlag: isBranch = false
    default: return nil
    }
    let end = Int(bytes.integer(at: 12, as: UInt16.self))
    let start = Int(bytes.integer(at: 14, as: UInt16.self))
    guard end >= Self.headerByteCount, end <= start, start <= bytes.count else { return nil }
    nodes = stride(from: Self.headerByteCount, to: end - 1, by: 2).map {
      Int(bytes.integer(at: $0, as: UInt16.self))
    }
    self.bytes = bytes
    guard nodes.allSatisfy({ $0 >= start && isNodeInside($0) }) else { return nil }
  }

  /// The key of `node`; that of a branch's first node means nothing.
  func key(_ node: Int) -> ArraySlice<UInt8> {
    bytes[(node + Self.nodeHeaderByteCount)..<dataStart(node)]
  }

  /// The page under `node` of a branch.
  func child(_ node: Int) -> UInt64 {
    UInt64(bytes.integer(at: node, as: UInt16.self))
      | UInt64(bytes.integer(at: node + 2, as: UInt16.self)) << 16
      | UInt64(flags(node)) << 32
  }

  /// What `node` of a leaf holds; nil for a kind we never make.
  func content(_ node: Int) -> Content? {
    let start = dataStart(node)
    let byteCount = dataByteCount(node)
    switch flags(node) {
    case 0:
      return .value(start..<(start + byteCount))
    case Self.overflowNodeFlag:
      return .overflow(page: bytes.integer(at: start, as: UInt64.self), byteCount: byteCount)
    case Self.tableNodeFlag where byteCount == Self.tableByteCount:
      return .table(DataTable(bytes, at: start))
    default:
      return nil
    }
  }

  private func flags(_ node: Int) -> UInt16 { bytes.integer(at: node + 4, as: UInt16.self) }

  private func dataStart(_ node: Int) -> Int {
    node + Self.nodeHeaderByteCount + Int(bytes.integer(at: node + 6, as: UInt16.self))
  }

  private func dataByteCount(_ node: Int) -> Int {
    Int(bytes.integer(at: node, as: UInt16.self))
      | Int(bytes.integer(at: node + 2, as: UInt16.self)) << 16
  }

  private func isNodeInside(_ node: Int) -> Bool {
    node + Self.nodeHeaderByteCount <= bytes.count && end(of: node) <= bytes.count
  }

  /// Where the key, and the data where it is here, end.
  private func end(of node: Int) -> Int {
    let keyEnd = dataStart(node)
    if isBranch { return keyEnd }
    return keyEnd + (flags(node) & Self.overflowNodeFlag != 0 ? 8 : dataByteCount(node))
  }

  /// Whether the nodes lie one behind another up to the end of the page, each at an even offset,
  /// as the library keeps them: a length that is wrong leaves a gap or an overlap.
  var isPacked: Bool {
    var next = Int(bytes.integer(at: 14, as: UInt16.self))
    for node in nodes.sorted() {
      guard node == next else { return false }
      next = (end(of: node) + 1) / 2 * 2
    }
    return next == bytes.count
  }
}

/// Where a tree begins: the depth at offset 6, the number of entries at 32 and the root at 40 of
/// its 48-byte record.
struct DataTable: Equatable {
  let depth: Int
  let entryCount: UInt64
  /// All ones when the table is empty.
  let root: UInt64

  init(_ bytes: [UInt8], at offset: Int) {
    depth = Int(bytes.integer(at: offset + 6, as: UInt16.self))
    entryCount = bytes.integer(at: offset + 32, as: UInt64.self)
    root = bytes.integer(at: offset + 40, as: UInt64.self)
  }

  var isEmpty: Bool { root == .max }
}

extension DataFile {
  /// The page `number` of a tree; nil when it is missing or damaged.
  func page(_ number: UInt64, byteCount: Int) throws(LMDBError) -> DataPage? {
    guard number < UInt64(Int.max / byteCount) else { return nil }
    let bytes = try read(at: Int(number) * byteCount, count: byteCount)
    return bytes.count == byteCount ? DataPage(bytes, number: number) : nil
  }
}
