import Statistics

/// Finds the keys at some ranks by going over all rows again, in bounded memory.
///
/// Each time over, the range in which a target lies is cut into cells and their keys counted,
/// until the keys that are left can be held, or are all the same. Where a few times over are
/// enough, as for many groups of few keys each, the keys of some targets are collected, and the
/// others wait their turn. Every round is exact, so the result is.
struct RankSearch: Sendable {
  struct Target: Sendable {
    var group: Int
    /// Which of the group's results it is.
    var place: Int
    /// The key lies in here.
    var keys: ClosedRange<Int64>
    /// Keys of the group in there.
    var count: Int
    /// The rank among them, from 0.
    var rank: Int
  }

  /// The aggregate's input.
  let input: Int
  let isWhole: Bool
  /// Bound of what all threads together may hold.
  private let byteLimit: Int
  /// Threads that go over the rows, each with cells of its own.
  private let threadCount: Int
  private let groupCount: Int
  /// By group.
  private var targets: [Target]
  /// Targets, from the first on, that this round is about.
  private var activeCount = 0
  /// The place of each group's first active target, and the end.
  private var starts: [Int] = []
  /// Cells a target; 0 when the keys themselves are collected.
  private var cellCount = 0
  private var cells: [UInt64] = []
  private var foundKeys: [Int64] = []
  private var foundTargets: [UInt32] = []
  /// What was found.
  private(set) var results: [(target: Target, key: Int64)] = []

  /// Fewer cells would take too many rounds.
  private static let leastCellCount = 16
  private static let greatestCellCount = 4_096
  /// Rounds of collecting that are as good as those of counting.
  private static let collectingRoundCount = 6

  init(
    input: Int, isWhole: Bool, targets: [Target], groupCount: Int, byteLimit: Int,
    threadCount: Int
  ) throws(QueryError) {
    self.input = input
    self.isWhole = isWhole
    self.byteLimit = byteLimit
    self.threadCount = threadCount
    self.groupCount = groupCount
    self.targets = targets
    try prepare()
  }

  var isDone: Bool { targets.isEmpty }

  var byteCount: Int {
    cells.count * MemoryLayout<UInt64>.stride + foundKeys.count * KeptKeys.keyByteCount
      + targets.count * MemoryLayout<Target>.stride + starts.count * MemoryLayout<Int>.stride
  }

  /// Readies the next round.
  private mutating func prepare() throws(QueryError) {
    settle()
    targets.sort { ($0.group, $0.place) < ($1.group, $1.place) }
    (foundKeys, foundTargets, cells, cellCount) = ([], [], [], 0)
    activeCount = collectableCount
    if activeCount == 0, !targets.isEmpty {
      activeCount = targets.count
      cellCount = min(
        byteLimit / (targets.count * threadCount * MemoryLayout<UInt64>.stride),
        Self.greatestCellCount)
      guard cellCount >= Self.leastCellCount else {
        throw .resourceExhausted(
          limitByteCount: byteLimit, doing: "finding \(targets.count) percentiles")
      }
      cells = Array(repeating: 0, count: targets.count * cellCount)
    }
    starts = Array(repeating: 0, count: groupCount + 1)
    for target in targets[..<activeCount] { starts[target.group + 1] += 1 }
    for group in 0..<groupCount { starts[group + 1] += starts[group] }
  }

  /// Targets, from the first on, whose keys can be held together; 0 when it would take many
  /// rounds to collect all targets' keys so.
  private var collectableCount: Int {
    let capacity = byteLimit / KeptKeys.keyByteCount
    let keyCount = targets.reduce(0) { $0 + $1.count }
    guard keyCount <= capacity * Self.collectingRoundCount,
      targets.allSatisfy({ $0.count <= capacity })
    else { return 0 }
    var held = 0
    return targets.firstIndex { target in
      held += target.count
      return held > capacity
    } ?? targets.count
  }

  /// Targets whose range is one key are found.
  private mutating func settle() {
    let isFound = targets.map { $0.keys.lowerBound == $0.keys.upperBound }
    for index in targets.indices where isFound[index] {
      results.append((targets[index], targets[index].keys.lowerBound))
    }
    targets = targets.indices.filter { !isFound[$0] }.map { targets[$0] }
  }

  mutating func add(_ values: RowValues, groups: [UInt32]) throws(QueryError) {
    let (keys, validity) = isWhole ? try values.asIntegers() : try values.asOrderedKeys()
    for index in keys.indices where validity.map({ $0[index] }) ?? true {
      let group = Int(groups[index])
      for target in starts[group]..<starts[group + 1]
      where targets[target].keys.contains(keys[index]) {
        add(keys[index], to: target)
      }
    }
  }

  private mutating func add(_ key: Int64, to target: Int) {
    if cellCount > 0 {
      cells[target * cellCount + cell(of: key, in: targets[target].keys)] += 1
    } else {
      foundKeys.append(key)
      foundTargets.append(UInt32(truncatingIfNeeded: target))
    }
  }

  private func cell(of key: Int64, in range: ClosedRange<Int64>) -> Int {
    Int(UInt64(bitPattern: key &- range.lowerBound) >> shift(of: range))
  }

  /// The bits by which an offset in a range is shifted to its cell.
  private func shift(of range: ClosedRange<Int64>) -> UInt64 {
    let width = UInt64(bitPattern: range.upperBound &- range.lowerBound)
    let widthBits = 64 - width.leadingZeroBitCount
    let cellBits = Int.bitWidth - 1 - cellCount.leadingZeroBitCount
    return UInt64(max(0, widthBits - cellBits))
  }

  /// Adds what another thread found in this round.
  mutating func merge(_ other: RankSearch) {
    for index in cells.indices { cells[index] += other.cells[index] }
    foundKeys += other.foundKeys
    foundTargets += other.foundTargets
  }

  /// Narrows the targets once all rows were gone over.
  mutating func advance() throws(QueryError) {
    if cellCount > 0 {
      for index in targets.indices { narrow(index) }
    } else {
      select()
    }
    try prepare()
  }

  private mutating func narrow(_ index: Int) {
    let target = targets[index]
    let shift = shift(of: target.keys)
    var before = 0
    for cell in 0..<cellCount {
      let count = Int(cells[index * cellCount + cell])
      guard before + count > target.rank else {
        before += count
        continue
      }
      let low = target.keys.lowerBound &+ Int64(bitPattern: UInt64(cell) << shift)
      let room = UInt64(bitPattern: target.keys.upperBound &- low)
      let width = min(room, 1 << shift &- 1)
      targets[index].keys = low...(low &+ Int64(bitPattern: width))
      targets[index].count = count
      targets[index].rank = target.rank - before
      return
    }
  }

  private mutating func select() {
    var starts = [0]
    for target in targets[..<activeCount] { starts.append((starts.last ?? 0) + target.count) }
    var kept = KeptKeys()
    kept.append(foundKeys, groups: foundTargets)
    var sorted = kept.sorted(byGroup: starts)
    var keys = sorted.mutableSpan
    for (index, target) in targets[..<activeCount].enumerated() {
      let range = starts[index]..<starts[index + 1]
      let key = selectInPlace(&keys, rank: range.lowerBound + target.rank, in: range)
      results.append((target, key))
    }
    targets.removeFirst(activeCount)
  }
}
