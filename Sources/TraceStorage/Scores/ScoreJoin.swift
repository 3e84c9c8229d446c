import Columns
import Scanning
import TraceModel

/// Finds the scores of a segment's spans: for each column and row the one that counts.
///
/// A row has scores of its own span; a root span, those of its trace and of its session too, and
/// its own before its trace's before its session's. Among these the latest counts, and of equally
/// late ones the one that came last. What comes out depends on the segment's rows, which never
/// change, and on the scores, and on nothing else.
struct ScoreJoin {
  private let parts: [ScorePart]
  private let hasSessionScores: Bool
  /// The parts from here on are new: which of their scores found a row is noted.
  private let firstNewPart: Int
  /// For each new part, a flag a score.
  private(set) var found: [[Bool]]
  private var columnKeys = StringInterner()
  private var labels = StringInterner()
  /// The columns of each name and source of each part.
  private var knownKeys: [PartKind: ColumnPair] = [:]

  private struct PartKind: Hashable {
    var part: Int
    var name: Int32
    var source: Int32
  }

  private struct ColumnPair {
    var name: UInt32
    /// Nil where the score tells no source.
    var nameAndSource: UInt32?
  }

  init(_ parts: [ScorePart], new: [ScorePart] = [], hasSessionScores: Bool) {
    self.parts = parts + new
    self.hasSessionScores = hasSessionScores
    firstNewPart = parts.count
    found = new.map { Array(repeating: false, count: $0.header.rowCount) }
  }

  /// The columns that the scores of some traces make.
  ///
  /// O(traces · log scores + scores found), and a read of each part that has one.
  mutating func columns(
    of targets: SegmentTargets, traces: some Sequence<Int>, _ catalogue: AttributeCatalogue
  ) throws(ScanError) -> [ScoreColumn] {
    var candidates: [Candidate] = []
    labels = StringInterner()
    let wanted = try wanted(of: targets, traces)
    for number in parts.indices {
      try collect(number, wanted, targets, &candidates)
      if parts.count > StorageLimits.decodedScorePartCount { parts[number].forget() }
    }
    candidates.sort()
    return try winners(candidates, catalogue)
  }

  // MARK: - Look-ups

  /// A hash to look up, and what a hit is about.
  private struct Wanted {
    var hash: UInt64
    /// A trace by its number, or a row by its session.
    var place: Int
    var session: String?
  }

  private func wanted(
    of targets: SegmentTargets, _ traces: some Sequence<Int>
  ) throws(ScanError) -> [Wanted] {
    var wanted: [Wanted] = []
    for number in traces {
      wanted.append(Wanted(hash: targets.hash(ofTrace: number), place: number))
      guard hasSessionScores else { continue }
      for row in targets.rows(ofTrace: number) where targets.isRoot(row) {
        guard let session = try targets.session(ofRow: row) else { continue }
        wanted.append(Wanted(hash: scoreHash(session: session), place: row, session: session))
      }
    }
    return wanted.sorted { $0.hash < $1.hash }
  }

  private mutating func collect(
    _ number: Int, _ wanted: [Wanted], _ targets: SegmentTargets,
    _ candidates: inout [Candidate]
  ) throws(ScanError) {
    let part = parts[number]
    guard let first = wanted.first, let last = wanted.last,
      first.hash <= part.header.greatestHash, part.header.leastHash <= last.hash
    else { return }
    let hashes = try part.targetHashes()
    var start = 0
    for item in wanted {
      start = firstIndex(in: hashes, from: start, notBelow: item.hash)
      guard start < hashes.count else { return }
      guard hashes[start] == item.hash else { continue }
      var end = start + 1
      while end < hashes.count, hashes[end] == item.hash { end += 1 }
      try match(number, start..<end, item, targets, &candidates)
    }
  }

  /// Hashes agree; what they stand for is compared.
  private mutating func match(
    _ number: Int, _ rows: Range<Int>, _ item: Wanted, _ targets: SegmentTargets,
    _ candidates: inout [Candidate]
  ) throws(ScanError) {
    let scores = try parts[number].scores()
    if let session = item.session {
      for index in rows {
        guard let other = scores.sessions[index], haveSameBytes(other, session) else { continue }
        add(number, index, scores, row: item.place, .session, targets, &candidates)
      }
      return
    }
    let spans = TraceRows(targets, item.place)
    for index in rows where scores.isOfTrace(index, targets, item.place) {
      if scores.spans[index] == 0 {
        for row in targets.rows(ofTrace: item.place) where targets.isRoot(row) {
          add(number, index, scores, row: row, .trace, targets, &candidates)
        }
      } else if let row = spans.row(of: scores.spans[index]) {
        add(number, index, scores, row: row, .span, targets, &candidates)
      }
    }
  }

  private mutating func add(
    _ part: Int, _ index: Int, _ scores: DecodedScores, row: Int, _ nearness: Nearness,
    _ targets: SegmentTargets, _ candidates: inout [Candidate]
  ) {
    if part >= firstNewPart, targets.isLive(row) { found[part - firstNewPart][index] = true }
    let pair = columns(
      PartKind(part: part, name: scores.names.codes[index], source: scores.sources.codes[index]),
      scores, index)
    var candidate = Candidate(
      column: pair.name, row: UInt32(row), nearness: nearness, time: scores.times[index],
      arrival: scores.arrivals[index], number: scores.numbers[index],
      label: scores.labels[index].map { labels.number(of: $0) })
    candidates.append(candidate)
    guard let column = pair.nameAndSource else { return }
    candidate.column = column
    candidates.append(candidate)
  }

  private mutating func columns(
    _ kind: PartKind, _ scores: DecodedScores, _ index: Int
  ) -> ColumnPair {
    if let known = knownKeys[kind] { return known }
    let keys = Score.columnKeys(
      name: scores.names[index] ?? "", source: scores.sources[index] ?? "")
    let pair = ColumnPair(
      name: columnKeys.number(of: keys[0]),
      nameAndSource: keys.count > 1 ? columnKeys.number(of: keys[1]) : nil)
    knownKeys[kind] = pair
    return pair
  }

  // MARK: - What counts

  /// How near a score's target is to the span that sees it.
  private enum Nearness: UInt8 { case session, trace, span }

  /// A score that a row could show in a column.
  private struct Candidate: Comparable {
    var column: UInt32
    var row: UInt32
    var nearness: Nearness
    var time: Int64
    var arrival: UInt64
    /// NaN where there is none.
    var number: Double
    var label: UInt32?

    /// By column and row; the last of a column and row counts.
    static func < (left: Candidate, right: Candidate) -> Bool {
      if left.column != right.column { return left.column < right.column }
      if left.row != right.row { return left.row < right.row }
      if left.nearness != right.nearness { return left.nearness.rawValue < right.nearness.rawValue }
      if left.time != right.time { return left.time < right.time }
      return left.arrival < right.arrival
    }
  }

  private func winners(
    _ candidates: [Candidate], _ catalogue: AttributeCatalogue
  ) throws(ScanError) -> [ScoreColumn] {
    var columns: [ScoreColumn] = []
    var numbers = ScoreColumn()
    var texts = ScoreColumn()
    for (place, candidate) in candidates.enumerated() {
      let next = place + 1 < candidates.count ? candidates[place + 1] : nil
      if candidate.column != next?.column || candidate.row != next?.row {
        if !candidate.number.isNaN { numbers.append(.double(candidate.number), row: candidate.row) }
        if let label = candidate.label {
          texts.append(.string(labels.strings[Int(label)]), row: candidate.row)
        }
      }
      guard candidate.column != next?.column else { continue }
      let key = columnKeys.strings[Int(candidate.column)]
      try numbers.finish(key, .double, catalogue, &columns)
      try texts.finish(key, .string, catalogue, &columns)
    }
    return columns
  }
}

extension DecodedScores {
  fileprivate func isOfTrace(_ index: Int, _ targets: SegmentTargets, _ number: Int) -> Bool {
    sessions.codes[index] < 0 && traceHighs[index] == targets.traceHighs[number]
      && traceLows[index] == targets.traceLows[number]
  }
}

/// Finds spans of one trace.
private struct TraceRows {
  /// Rows up to which looking at each is faster than a table.
  private static let scannedRowCount = 32

  private let targets: SegmentTargets
  private let rows: Range<Int>
  private var byID: [UInt64: Int] = [:]

  init(_ targets: SegmentTargets, _ number: Int) {
    self.targets = targets
    rows = targets.rows(ofTrace: number)
    guard rows.count > Self.scannedRowCount else { return }
    for row in rows { byID[targets.spanIDs[row]] = row }
  }

  func row(of span: UInt64) -> Int? {
    guard byID.isEmpty else { return byID[span] }
    return rows.first { targets.spanIDs[$0] == span }
  }
}
