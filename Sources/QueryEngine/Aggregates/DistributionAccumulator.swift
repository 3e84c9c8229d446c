import Statistics

/// What the state of a distribution may hold.
struct DistributionBounds: Sendable {
  /// For keys that are kept one by one, on one thread.
  var keptByteCount: Int
  /// For the histograms of all groups, on one thread.
  var histogramByteCount: Int
  /// For a search that goes over the rows again, on all threads.
  var searchByteCount: Int
  var threadCount: Int
  /// Whether every value is kept, for a state that is merged into another, which then chooses.
  var keepsEverything = false

  init(memoryByteLimit: Int, threadCount: Int) {
    keptByteCount = memoryByteLimit / 2 / threadCount
    histogramByteCount = memoryByteLimit / 4 / threadCount
    searchByteCount = memoryByteLimit / 4
    self.threadCount = threadCount
  }
}

/// `p50(x)` to `p999(x)` and `quantile(x, q)`: exact, by nearest rank, in bounded memory.
///
/// At first every value is kept. When they become many, they are counted in a histogram of about
/// 1 % wide cells, and only those are kept one by one that fall into cells near the wanted ranks,
/// as far as the values so far tell: some percent of all. In the end the histogram says which
/// cells hold the ranks, and if their values were all kept, selecting among these few is all that
/// is left. If not, as when latencies doubled on the last day, or when there are too many groups
/// for histograms and too many values to keep, a `RankSearch` goes over the rows again. All
/// quantiles of one expression share a state.
///
/// A value costs an addition and a store. Keeping all of 10 million values in memory cost twice
/// that in page faults alone; going over the rows twice cost the filter and the look-up of the
/// groups twice.
struct DistributionAccumulator: Accumulator {
  private enum Mode: Sendable {
    /// Every key is kept.
    case keepsAll
    /// Keys are counted, some are kept.
    case counts(KeyHistogram)
    /// Nothing is known but how many there are.
    case lost
  }

  private var mode = Mode.keepsAll
  private var kept = KeptKeys()
  /// Kept keys at which to look again for what need not be kept.
  private var nextNarrowing: Int
  /// Rows without a value.
  private var missing: [Int] = []
  /// The results of the groups, a value a fraction, once finished.
  private var results: [Value] = []
  private(set) var search: RankSearch?
  private let input: Int
  private let type: ValueType
  private let fractions: [QuantileFraction]
  private let bounds: DistributionBounds

  /// Kept keys from which on a histogram pays: filling it takes longer than selecting among fewer.
  private static let histogramKeyCount = 1 << 15

  init(
    input: Int, type: ValueType, fractions: [QuantileFraction], bounds: DistributionBounds
  ) {
    self.input = input
    self.type = type
    self.bounds = bounds
    self.fractions = fractions.sorted {
      // Ranks ascend with the fractions.
      Int128($0.numerator) * Int128($1.denominator) < Int128($1.numerator) * Int128($0.denominator)
    }
    nextNarrowing =
      bounds.keepsEverything
      ? .max : min(Self.histogramKeyCount, bounds.keptByteCount / KeptKeys.keyByteCount / 8)
  }

  private var isWhole: Bool { type == .integer || type.isUnit }

  var byteCount: Int {
    let histogram = if case .counts(let histogram) = mode { histogram.byteCount } else { 0 }
    return kept.byteCount + histogram + missing.count * MemoryLayout<Int>.stride
      + results.count * MemoryLayout<Value>.stride + (search?.byteCount ?? 0)
  }

  mutating func grow(to groupCount: Int) {
    guard groupCount > missing.count else { return }
    missing.grow(to: groupCount, with: 0)
    guard case .counts(var histogram) = mode else { return }
    mode = .lost
    guard fitsHistogram(groupCount) else { return kept = KeptKeys() }
    histogram.grow(to: groupCount)
    mode = .counts(histogram)
  }

  private func fitsHistogram(_ groupCount: Int) -> Bool {
    KeyHistogram.byteCount(isWhole: isWhole, groupCount: groupCount) <= bounds.histogramByteCount
  }

  mutating func add(_ batch: GroupedBatch) throws(QueryError) {
    let values = batch.inputs[input]
    let (keys, validity) = isWhole ? try values.asIntegers() : try values.asOrderedKeys()
    guard let validity else { return add(keys, groups: batch.groups) }
    countMissing(validity, groups: batch.groups, into: &missing)
    let held = keys.indices.filter { validity[$0] }
    add(held.map { keys[$0] }, groups: held.map { batch.groups[$0] })
  }

  private mutating func add(_ keys: [Int64], groups: [UInt32]) {
    switch mode {
    case .keepsAll:
      kept.append(keys, groups: groups)
    case .counts(var histogram):
      // Taken out of the state while it changes, so that it is not copied.
      mode = .lost
      histogram.add(keys, groups: groups, keeping: &kept)
      mode = .counts(histogram)
    case .lost: return
    }
    if kept.count >= nextNarrowing { keepLess() }
  }

  /// Starts counting, or drops kept keys that are unlikely to be needed.
  private mutating func keepLess() {
    if case .keepsAll = mode, fitsHistogram(missing.count) { mode = .counts(counted()) }
    if case .counts(var histogram) = mode {
      mode = .lost
      let narrowedCount = histogram.narrow(to: fractions)
      kept.filter(onlyNew: narrowedCount < histogram.groupCount / 2) { histogram.isKept($0, $1) }
      if kept.byteCount > bounds.keptByteCount / 2 {
        histogram.keepNothing()
        kept = KeptKeys()
      }
      mode = .counts(histogram)
    } else if kept.byteCount > bounds.keptByteCount {
      mode = .lost
      kept = KeptKeys()
    }
    nextNarrowing = max(nextNarrowing, kept.count * 2)
  }

  /// A histogram of all kept keys.
  private func counted() -> KeyHistogram {
    var histogram = KeyHistogram(isWhole: isWhole)
    histogram.grow(to: missing.count)
    var again = KeptKeys()
    for part in kept.parts { histogram.add(part.keys, groups: part.groups, keeping: &again) }
    return histogram
  }

  mutating func merge(_ other: DistributionAccumulator, groups: [UInt32]) {
    for index in groups.indices { missing[Int(groups[index])] += other.missing[index] }
    switch (mode, other.mode) {
    case (.lost, _), (_, .lost):
      mode = .lost
      kept = KeptKeys()
    case (.keepsAll, .keepsAll): kept.append(other.kept, groups: groups)
    case (.keepsAll, .counts), (.counts, _): mergeCounts(other, groups)
    }
    if kept.count >= nextNarrowing { keepLess() }
  }

  private mutating func mergeCounts(_ other: DistributionAccumulator, _ groups: [UInt32]) {
    guard fitsHistogram(missing.count) else {
      mode = .lost
      kept = KeptKeys()
      return
    }
    var histogram: KeyHistogram
    if case .counts(let counted) = mode { histogram = counted } else { histogram = counted() }
    mode = .lost
    if case .counts(let theirs) = other.mode {
      histogram.merge(theirs, groups: groups)
      kept.append(other.kept, groups: groups)
    } else {
      for part in other.kept.parts {
        histogram.add(
          part.keys, groups: part.groups.map { groups[Int($0)] }, keeping: &kept)
      }
    }
    mode = .counts(histogram)
  }

  mutating func finish(rowCounts: [Int], _ control: QueryControl) throws(QueryError) {
    let counts = rowCounts.indices.map { rowCounts[$0] - missing[$0] }
    results = Array(repeating: .null, count: counts.count * fractions.count)
    switch mode {
    case .keepsAll: try selectKept(counts, control)
    case .counts(let histogram): try selectCounted(histogram, counts)
    case .lost: try searchEverywhere(counts)
    }
    mode = .lost
    kept = KeptKeys()
  }

  /// Ranks of the fractions, from 1; none of an empty group.
  private func ranks(among count: Int) -> [Int] {
    count == 0 ? [] : fractions.map { $0.nearestRank(among: count) }
  }

  private mutating func selectKept(
    _ counts: [Int], _ control: QueryControl
  ) throws(QueryError) {
    let starts = counts.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
    var sorted = kept.sorted(byGroup: starts)
    kept = KeptKeys()
    var keys = sorted.mutableSpan
    var keyCount = 0
    for group in counts.indices {
      keyCount += counts[group]
      if keyCount >= Limits.vectorRowCount {
        keyCount = 0
        try control.check()
      }
      var low = starts[group]
      for (place, rank) in ranks(among: counts[group]).enumerated() {
        // Ranks ascend, so what lies before the last one needs no more sorting.
        let index = starts[group] + rank - 1
        low = min(low, index)
        set(selectInPlace(&keys, rank: index, in: low..<starts[group + 1]), group, place)
        low = index
      }
    }
  }

  private mutating func set(_ key: Int64, _ group: Int, _ place: Int) {
    results[group * fractions.count + place] =
      isWhole ? Value(key, unit: type) : Value(finite: Double(orderedKey: key))
  }

  /// Selects in the cells whose keys were kept, and searches for the others.
  private mutating func selectCounted(
    _ histogram: KeyHistogram, _ counts: [Int]
  ) throws(QueryError) {
    var targets: [RankSearch.Target] = []
    var wanted: [Int: [RankSearch.Target]] = [:]
    for group in counts.indices {
      let positions = histogram.positions(of: ranks(among: counts[group]), group: group)
      for (place, position) in positions.enumerated() {
        let target = RankSearch.Target(
          group: group, place: place, keys: position.keys, count: position.count,
          rank: position.rank)
        if position.keys.lowerBound == position.keys.upperBound {
          set(position.keys.lowerBound, group, place)
        } else if position.isKept {
          wanted[position.cell, default: []].append(target)
        } else {
          targets.append(target)
        }
      }
    }
    select(wanted, histogram)
    try startSearch(targets, groupCount: counts.count)
  }

  private mutating func select(
    _ wanted: [Int: [RankSearch.Target]], _ histogram: KeyHistogram
  ) {
    let cells = Array(wanted.keys)
    // The number of each wanted cell, from 1; 0 for the others.
    var numbers = [UInt32](repeating: 0, count: histogram.groupCount * histogram.rowCount)
    for (number, cell) in cells.enumerated() { numbers[cell] = UInt32(number + 1) }
    var lists = [[Int64]](repeating: [], count: cells.count)
    histogram.forEachPlace(of: kept) { place, key in
      if numbers[place] > 0 { lists[Int(numbers[place]) - 1].append(key) }
    }
    for (number, cell) in cells.enumerated() {
      var list = lists[number]
      var keys = list.mutableSpan
      for target in wanted[cell] ?? [] {
        let key = selectInPlace(&keys, rank: target.rank, in: 0..<keys.count)
        set(key, target.group, target.place)
      }
    }
  }

  private mutating func searchEverywhere(_ counts: [Int]) throws(QueryError) {
    var targets: [RankSearch.Target] = []
    for group in counts.indices {
      for (place, rank) in ranks(among: counts[group]).enumerated() {
        targets.append(
          RankSearch.Target(
            group: group, place: place, keys: .min ... .max, count: counts[group],
            rank: rank - 1))
      }
    }
    try startSearch(targets, groupCount: counts.count)
  }

  private mutating func startSearch(
    _ targets: [RankSearch.Target], groupCount: Int
  ) throws(QueryError) {
    guard !targets.isEmpty else { return }
    search = try RankSearch(
      input: input, isWhole: isWhole, targets: targets, groupCount: groupCount,
      byteLimit: bounds.searchByteCount, threadCount: bounds.threadCount)
  }

  mutating func resume(after search: RankSearch) throws(QueryError) {
    var search = search
    try search.advance()
    guard search.isDone else {
      self.search = search
      return
    }
    for (target, key) in search.results { set(key, target.group, target.place) }
    self.search = nil
  }

  func result(of aggregate: Aggregate, group: Int, rowCount: Int) -> Value {
    guard case .quantile(_, let fraction) = aggregate,
      let place = fractions.firstIndex(of: fraction)
    else { return .null }
    return results[group * fractions.count + place]
  }
}

extension Double {
  /// An integer that orders as the number does.
  ///
  /// The bits of positive doubles order by themselves; those of negative ones the other way round.
  var orderedKey: Int64 {
    let bits = Int64(bitPattern: bitPattern)
    return bits >= 0 ? bits : bits ^ .max
  }

  init(orderedKey key: Int64) {
    self.init(bitPattern: UInt64(bitPattern: key >= 0 ? key : key ^ .max))
  }
}
