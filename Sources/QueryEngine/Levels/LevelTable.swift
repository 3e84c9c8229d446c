import Columns
import Scanning
import TraceModel

/// Sessions or scores in columns, before they are rows of segments.
struct LevelTable {
  /// A column, a value or nil a row.
  enum Values {
    case integers([Int64?])
    case doubles([Double?])
    case texts([String?])
  }

  private var columns: [(id: ColumnID, values: Values)] = []
  /// When each began.
  private let starts: [Int64]

  /// Rows a segment, as many as stored ones have.
  private static let segmentRowCount = 131_072

  init(starts: [Int64]) {
    self.starts = starts
    add(ColumnID(.start), .integers(starts.map { $0 }))
  }

  mutating func add(_ id: ColumnID, _ values: Values) { columns.append((id, values)) }

  /// The rows in the order of their starts, as a store has its segments.
  func segments(
    _ control: QueryControl, _ meter: MemoryMeter
  ) throws(QueryError) -> [OverlaidSegment] {
    let order = starts.indices.sorted { (starts[$0], $0) < (starts[$1], $1) }
    var memory = MemoryShare(of: meter)
    var segments: [OverlaidSegment] = []
    var byteCount = 0
    for first in stride(from: 0, to: order.count, by: Self.segmentRowCount) {
      let rows = order[first..<min(first + Self.segmentRowCount, order.count)]
      var made: [MemoryColumn] = []
      for column in columns {
        try control.check()
        guard let column = memoryColumn(column.id, column.values, rows) else { continue }
        made.append(column)
        byteCount += column.byteCount
      }
      try memory.hold(byteCount, doing: "keeping \(order.count) rows to ask")
      segments.append(
        OverlaidSegment(
          rowCount: rows.count,
          startRange: starts[rows[rows.startIndex]]...starts[rows[rows.endIndex - 1]], made))
    }
    return segments
  }

  private func memoryColumn(
    _ id: ColumnID, _ values: Values, _ rows: ArraySlice<Int>
  ) -> MemoryColumn? {
    var held: [UInt32] = []
    func gather<Element>(_ all: [Element?]) -> [Element] {
      var gathered: [Element] = []
      for (place, row) in rows.enumerated() {
        guard let value = all[row] else { continue }
        held.append(UInt32(place))
        gathered.append(value)
      }
      return gathered
    }
    switch values {
    case .integers(let all):
      let numbers = gather(all)
      return MemoryColumn(id, integers: numbers, rows: held, rowCount: rows.count)
    case .doubles(let all):
      let numbers = gather(all)
      return MemoryColumn(id, doubles: numbers, rows: held, rowCount: rows.count)
    case .texts(let all):
      let texts = gather(all)
      return MemoryColumn(id, texts: texts, rows: held, rowCount: rows.count)
    }
  }
}
