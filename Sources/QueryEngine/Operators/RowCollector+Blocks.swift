import Columns
import Scanning
import Statistics
import TraceModel

extension RowCollector {
  /// Goes through a segment's matching rows block by block, those first that reach furthest.
  ///
  /// How far they reach in the order, the blocks' headers say of the first key: the bound is soon
  /// so close that most blocks are passed by unread. False where the key is not a stored number, or so many rows are wanted that
  /// no block would be passed by.
  ///
  /// Of the rows only the first key is read until it is known which of them may count.
  mutating func addBestBlocks(
    _ matches: Bitmap, of reader: SegmentReader
  ) throws(QueryError) -> Bool {
    guard 1...TopRows.closeLimit ~= top.limit, !direction.nullsFirst,
      let reaches = try reader.reaches(of: first, isDescending: direction.isDescending)
    else { return false }
    var best = BestNumbers(
      limit: top.limit, isDescending: direction.isDescending, bound: bound.value?.wholeNumber)
    let order = reaches.indices.sorted { left, right in
      best.precedes(reaches[left], reaches[right]) ?? (left < right)
    }
    var rows: [UInt32] = []
    for block in order {
      // Rows without a value come last, so that they are out, too, once there is a bound.
      if let bound = best.bound, best.precedes(bound, reaches[block]) == true { break }
      rows.removeAll(keepingCapacity: true)
      matches.appendRows(to: &rows, ofBlock: block)
      guard !rows.isEmpty else { continue }
      let values = try reader.evaluate(first, rows: rows)
      guard case .integers(let numbers) = values.storage else { return false }
      best.add(numbers, values.validity, of: rows)
    }
    let kept = best.rows()
    if !kept.isEmpty { try add(kept, of: reader) }
    return true
  }
}

/// The first numbers of an order, and rows without one while there are too few numbers.
private struct BestNumbers {
  private let limit: Int
  private let isDescending: Bool
  /// The number of the last row that may count; nil while every row may.
  private(set) var bound: Int64?
  private var numbered: [(number: Int64, row: UInt32)] = []
  private var others: [UInt32] = []

  init(limit: Int, isDescending: Bool, bound: Int64?) {
    self.limit = limit
    self.isDescending = isDescending
    self.bound = bound
  }

  /// Adds rows with what their key is; nil flags mean that all have one.
  mutating func add(_ numbers: [Int64], _ flags: [Bool]?, of rows: [UInt32]) {
    let known = numbered.count
    for index in rows.indices {
      if let flags, !flags[index] {
        if bound == nil { others.append(rows[index]) }
      } else if bound.map({ precedes($0, numbers[index]) != true }) ?? true {
        numbered.append((numbers[index], rows[index]))
      }
    }
    if numbered.count > known { cut() }
  }

  private mutating func cut() {
    guard numbered.count >= limit else { return }
    var numbers = numbered.map(\.number)
    var keys = numbers.mutableSpan
    let rank = isDescending ? keys.count - limit : limit - 1
    let last = selectInPlace(&keys, rank: rank, in: 0..<keys.count)
    bound = last
    numbered.removeAll { [isDescending] in isDescending ? $0.number < last : $0.number > last }
    others = []
  }

  /// The rows that may count, ascending.
  func rows() -> [UInt32] { (numbered.map(\.row) + others).sorted() }

  /// Whether a number comes before another; nil when neither does.
  ///
  /// None comes after all.
  func precedes(_ left: Int64?, _ right: Int64?) -> Bool? {
    guard left != right else { return nil }
    guard let left, let right else { return left != nil }
    return isDescending ? left > right : left < right
  }
}

extension SegmentReader {
  /// The number of each block that comes first in an order, nil where a block has none; nil when
  /// the expression is not a column of whole numbers.
  fileprivate func reaches(
    of expression: Scalar, isDescending: Bool
  ) throws(QueryError) -> [Int64?]? {
    guard case .column(let reference) = expression, let column = reference.onlyColumn
    else { return nil }
    try provide([column])
    guard segment.summary(of: column)?.form == .integers else { return nil }
    let segment = segment
    do throws(ScanError) {
      let values = try segment.values(of: column)
      var reaches: [Int64?] = []
      reaches.reserveCapacity(values.headers.count)
      for index in values.headers.indices {
        let header = values.headers[index]
        reaches.append(
          header.valueCount == 0 ? nil : isDescending ? header.greatest : header.least)
      }
      return reaches
    } catch {
      throw .storage(error)
    }
  }
}

extension ScanSource {
  /// Segments in the order in which they may have the first rows of an order.
  ///
  /// Those that say nothing of the key come last; the others in the order given where they agree.
  func bestFirst(
    _ segments: [Int], by expression: Scalar, _ direction: SortDirection
  ) throws(QueryError) -> [Int] {
    guard case .column(let reference) = expression, let column = reference.onlyColumn,
      segments.count > 1
    else { return segments }
    var reaches: [(place: Int, reach: Int64)] = []
    do throws(ScanError) {
      for (place, index) in segments.enumerated() {
        let range = try range(of: column, inSegmentAt: index)
        // Mirrored where the order descends, so that less is always better.
        let reach = direction.isDescending ? range.map { ~$0.upperBound } : range?.lowerBound
        reaches.append((place, reach ?? .max))
      }
    } catch {
      throw .storage(error)
    }
    reaches.sort { ($0.reach, $0.place) < ($1.reach, $1.place) }
    return reaches.map { segments[$0.place] }
  }

  private func range(
    of column: ColumnID, inSegmentAt index: Int
  ) throws(ScanError) -> ClosedRange<Int64>? {
    if column == ColumnID(.start) { return startRange(ofSegmentAt: index) }
    guard let summary = try segment(at: index).summary(of: column), summary.form == .integers
    else { return nil }
    return summary.range
  }
}

extension ColumnReference {
  /// The one column that holds the span's own values, and holds them as they are compared; nil for
  /// ids, which show as text.
  fileprivate var onlyColumn: ColumnID? {
    switch source {
    case .field(let field): field.isSpanID ? nil : ColumnID(field)
    case .tree(let field): field.column
    case .level(let field): field.column
    case .attribute(let columns): columns.count == 1 ? columns[0].id : nil
    case .related: nil
    }
  }
}

extension Bitmap {
  /// Appends the set rows of a block.
  fileprivate func appendRows(to rows: inout [UInt32], ofBlock block: Int) {
    let start = block * BlockLimits.wordCount
    for index in start..<min(start + BlockLimits.wordCount, words.count) {
      var rest = words[index]
      let base = UInt32(truncatingIfNeeded: index &* 64)
      while rest != 0 {
        rows.append(base &+ UInt32(truncatingIfNeeded: rest.trailingZeroBitCount))
        rest &= rest &- 1
      }
    }
  }
}
