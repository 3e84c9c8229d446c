import DisplayWidth
import QueryEngine

/// Bars of each row's histograms, below the row's other values.
struct HistogramWriter {
  /// Columns of the terminal; nil where there is no limit.
  var width: Int?
  var palette: Palette

  /// Of the longest bar, where there is room.
  private static let barWidth = 50
  private static let leastBarWidth = 10

  func write(_ result: QueryResult, to sink: (String) -> Void) {
    for column in result.histogramColumns {
      let histograms = result.rows.map { Histogram($0[column]) }
      let greatest = histograms.flatMap(\.buckets).map(\.count).max() ?? 0
      for row in result.rows.indices {
        sink(palette.paint(heading(of: row, column, result), .bold) + "\n")
        if histograms[row].buckets.isEmpty { sink("  no values\n") }
        write(histograms[row], greatest, result.clock, to: sink)
      }
    }
  }

  private func heading(of row: Int, _ column: Int, _ result: QueryResult) -> String {
    let others = result.columns.indices.filter { !result.histogramColumns.contains($0) }
      .map { "\(result.columns[$0].name)=\(result.humanText(row: row, column: $0))" }
    let text = ([result.columns[column].name] + others).joined(separator: "  ")
    let heading = DisplayText.sanitized(text)
    return width.map { DisplayText.truncated(heading, to: $0) } ?? heading
  }

  private func write(
    _ histogram: Histogram, _ greatest: Int64, _ clock: ResultClock, to sink: (String) -> Void
  ) {
    let edges = histogram.buckets.map { HumanText.value($0.edge, clock) }
    let edgeWidth = edges.map { CharacterWidth.columns(of: $0) }.max() ?? 0
    let countWidth = String(greatest).count
    let room = width.map { $0 - edgeWidth - countWidth - 6 } ?? Self.barWidth
    let barWidth = min(Self.barWidth, max(Self.leastBarWidth, room))
    for (edge, bucket) in zip(edges, histogram.buckets) {
      let eighths = max(1, bucket.count * Int64(barWidth) * 8 / max(1, greatest))
      sink(
        "  " + DisplayText.padded(edge, to: edgeWidth, toRight: true) + " │"
          + palette.paint(Bar.text(eighths: Int(eighths)), .cyan) + " \(bucket.count)\n")
    }
  }
}

/// The buckets that a value of a result holds.
struct Histogram {
  var buckets: [(edge: Value, count: Int64)] = []

  init(_ value: Value) {
    guard case .list(let pairs) = value else { return }
    for case .list(let pair) in pairs {
      if pair.count == 2, case .integer(let count) = pair[1] { buckets.append((pair[0], count)) }
    }
  }
}
