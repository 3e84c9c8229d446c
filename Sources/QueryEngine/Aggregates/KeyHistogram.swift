import Statistics

/// How many keys of each group fall into each cell of a scale, and which cells' keys are still
/// kept one by one.
struct KeyHistogram: Sendable {
  /// Row after row, one a group: the count, and in the top bit whether all of the cell's keys so
  /// far are kept.
  private var cells: [UInt64] = []
  /// Groups that keys were counted of since the last narrowing, 1 each.
  private var isTouched: [UInt8] = []
  private let isWhole: Bool
  /// Cells a group.
  let rowCount: Int
  /// The places of a batch's keys that are kept; a buffer that is used again.
  private var keptPlaces: [UInt32] = []

  private static let keptBit: UInt64 = 1 << 63
  /// Below this many keys in a group, all are kept: their ranks say little yet.
  private static let leastSample = 512

  init(isWhole: Bool) {
    self.isWhole = isWhole
    rowCount = Self.rowCount(isWhole: isWhole)
  }

  private static func rowCount(isWhole: Bool) -> Int {
    isWhole ? WholeKeyScale.cellCount : DoubleKeyScale.cellCount
  }

  static func byteCount(isWhole: Bool, groupCount: Int) -> Int {
    groupCount * rowCount(isWhole: isWhole) * MemoryLayout<UInt64>.stride
  }

  var byteCount: Int { cells.count * MemoryLayout<UInt64>.stride }
  var groupCount: Int { cells.count / rowCount }

  mutating func grow(to groupCount: Int) {
    cells.grow(to: groupCount * rowCount, with: Self.keptBit)
    isTouched.grow(to: groupCount, with: 0)
  }

  /// Counts keys, and appends those of cells that are kept.
  mutating func add(_ keys: [Int64], groups: [UInt32], keeping kept: inout KeptKeys) {
    keptPlaces.grow(to: keys.count + 1, with: 0)
    mark(groups.span, in: &isTouched)
    let count: Int
    if isWhole {
      count = tally(WholeKeyScale.self, keys.span, groups.span, in: &cells, &keptPlaces)
    } else {
      count = tally(DoubleKeyScale.self, keys.span, groups.span, in: &cells, &keptPlaces)
    }
    kept.append(
      keptPlaces[..<count].map { keys[Int($0)] },
      groups: keptPlaces[..<count].map { groups[Int($0)] })
  }

  private func place(_ key: Int64, _ group: UInt32) -> Int {
    Int(group) * rowCount + (isWhole ? WholeKeyScale.cell(of: key) : DoubleKeyScale.cell(of: key))
  }

  func isKept(_ key: Int64, _ group: UInt32) -> Bool { cells[place(key, group)] >= Self.keptBit }

  /// Adds the counts of other rows; what one side no longer keeps is not kept.
  mutating func merge(_ other: KeyHistogram, groups: [UInt32]) {
    for group in 0..<other.groupCount {
      let (mine, theirs) = (Int(groups[group]) * rowCount, group * rowCount)
      for cell in 0..<rowCount {
        let (left, right) = (cells[mine + cell], other.cells[theirs + cell])
        cells[mine + cell] =
          (left & ~Self.keptBit) &+ (right & ~Self.keptBit) | left & right & Self.keptBit
      }
      isTouched[Int(groups[group])] = 1
    }
  }

  /// Stops keeping anything.
  mutating func keepNothing() {
    for index in cells.indices { cells[index] &= ~Self.keptBit }
  }

  /// Stops keeping the keys of cells that are unlikely to hold one of the wanted ranks in the
  /// end.
  ///
  /// The keys so far are taken for a sample: a rank among all then lies within four standard
  /// deviations, and within a hundredth of all keys for distributions that change with time. If
  /// it does not, the rows are gone over again; what is kept decides about time only.
  ///
  /// Groups without new keys are passed by: where groups are hours, each is counted for a while
  /// and then no more.
  ///
  /// - Returns: Groups that were looked at.
  mutating func narrow(to fractions: [QuantileFraction]) -> Int {
    var narrowedCount = 0
    for group in 0..<groupCount where isTouched[group] == 1 {
      isTouched[group] = 0
      narrowedCount += 1
      let row = group * rowCount..<(group + 1) * rowCount
      let count = cells[row].reduce(0) { $0 + Int($1 & ~Self.keptBit) }
      guard count >= Self.leastSample else { continue }
      let wanted = fractions.map { fraction -> ClosedRange<Int> in
        let share = Double(fraction.numerator) / Double(fraction.denominator)
        let deviation = (Double(count) * share * (1 - share)).squareRoot()
        let slack = Int(4 * deviation) + count / 100 + 1
        let rank = fraction.nearestRank(among: count)
        return (rank - slack)...(rank + slack)
      }
      var before = 0
      for index in row {
        let inCell = Int(cells[index] & ~Self.keptBit)
        // Of an empty cell, no key was dropped so far; what comes may as well be kept.
        guard inCell > 0 else { continue }
        let ranks = before + 1...before + inCell
        if !wanted.contains(where: { $0.overlaps(ranks) }) { cells[index] &= ~Self.keptBit }
        before += inCell
      }
    }
    return narrowedCount
  }

  /// Where the key of a rank lies.
  struct Position {
    /// The place of the cell among those of all groups.
    var cell: Int
    var keys: ClosedRange<Int64>
    /// Keys in the cell, and the rank among them, from 0.
    var count: Int
    var rank: Int
    /// Whether all of the cell's keys are kept.
    var isKept: Bool
  }

  /// The positions of ascending ranks, from 1, of a group.
  func positions(of ranks: [Int], group: Int) -> [Position] {
    guard var next = ranks.first else { return [] }
    var positions: [Position] = []
    var before = 0
    let first = group * rowCount
    for index in first..<first + rowCount {
      let count = Int(cells[index] & ~Self.keptBit)
      if before &+ count < next {
        before &+= count
        continue
      }
      while positions.count < ranks.count, ranks[positions.count] <= before + count {
        let cell = index - first
        positions.append(
          Position(
            cell: index,
            keys: isWhole ? WholeKeyScale.keys(ofCell: cell) : DoubleKeyScale.keys(ofCell: cell),
            count: count, rank: ranks[positions.count] - before - 1,
            isKept: cells[index] >= Self.keptBit))
      }
      if positions.count == ranks.count { break }
      next = ranks[positions.count]
      before += count
    }
    return positions
  }

  /// The place of each kept key's cell, with the key.
  func forEachPlace(of kept: KeptKeys, _ body: (_ place: Int, _ key: Int64) -> Void) {
    for part in kept.parts {
      for index in part.keys.indices {
        body(place(part.keys[index], part.groups[index]), part.keys[index])
      }
    }
  }
}

private func mark(_ groups: Swift.Span<UInt32>, in flags: inout [UInt8]) {
  var flags = flags.mutableSpan
  for index in groups.indices { flags[Int(groups[index])] = 1 }
}

/// Counts keys, and writes the places of those whose cell is kept one after another; returns how
/// many.
private func tally<Scale: KeyScale>(
  _: Scale.Type, _ keys: Swift.Span<Int64>, _ groups: Swift.Span<UInt32>,
  in cells: inout [UInt64], _ keptPlaces: inout [UInt32]
) -> Int {
  var cells = cells.mutableSpan
  var keptPlaces = keptPlaces.mutableSpan
  var kept = 0
  for index in keys.indices {
    let place = Int(groups[index]) &* Scale.cellCount &+ Scale.cell(of: keys[index])
    let count = cells[place] &+ 1
    cells[place] = count
    // Written always, and over again unless it is to be kept: a branch would often be
    // mispredicted.
    keptPlaces[kept] = UInt32(truncatingIfNeeded: index)
    kept &+= Int(truncatingIfNeeded: count &>> 63)
  }
  return kept
}
