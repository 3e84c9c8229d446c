import Drift

/// Rows of a side, and what each belongs to: values of one unit are not independent.
struct UnitSample: Sendable {
  let rows: SideSample
  /// Of each row, from 0 on in the order of the rows.
  let units: [Int32]
  let unitCount: Int
  let isTrace: Bool

  /// Traces, or what traces are of; a trace that is of none is one of its own.
  init(_ sample: SideSample, isTrace: Bool) {
    rows = sample
    self.isTrace = isTrace
    guard !isTrace, let clusters = sample.clusters.first else {
      units = sample.traces
      unitCount = sample.traceCount
      return
    }
    var known: [UInt32: Int32] = [:]
    var unitOfTrace: [Int32] = []
    var next: Int32 = 0
    for cluster in clusters {
      if let cluster, let unit = known[cluster] {
        unitOfTrace.append(unit)
        continue
      }
      if let cluster { known[cluster] = next }
      unitOfTrace.append(next)
      next += 1
    }
    units = sample.traces.map { unitOfTrace[Int($0)] }
    unitCount = Int(next)
  }

  /// Units of some rows.
  func units(of rows: [UInt32]) -> [Int32] { rows.map { units[Int($0)] } }

  /// The rows of which something is true.
  func keeping(_ isKept: [Bool]) -> UnitSample {
    UnitSample(rows.keeping(isKept), isTrace: isTrace)
  }
}

extension SideSample {
  /// What metrics are made of, of some of the rows.
  fileprivate func keeping(_ isKept: [Bool]) -> SideSample {
    var kept = SideSample()
    kept.clusters = clusters.map { _ in [] }
    var newRows = [UInt32](repeating: .max, count: rowCount)
    var lastTrace: Int32?
    for row in isKept.indices where isKept[row] {
      newRows[row] = UInt32(kept.traces.count)
      if traces[row] != lastTrace {
        kept.tracePlaces.append(tracePlaces[Int(traces[row])])
        for (place, clusters) in clusters.enumerated() where !clusters.isEmpty {
          kept.clusters[place].append(clusters[Int(traces[row])])
        }
        lastTrace = traces[row]
      }
      kept.traces.append(Int32(kept.tracePlaces.count - 1))
    }
    kept.numbers = numbers.map { $0.keeping(newRows, rowCount: kept.rowCount) }
    kept.categories = categories.map { $0.keeping(newRows, rowCount: kept.rowCount) }
    return kept
  }
}

extension PresentValues {
  /// The values of the rows that have a new number.
  fileprivate func keeping(_ newRows: [UInt32], rowCount: Int) -> PresentValues {
    var kept: [Element] = []
    var keptRows: [UInt32] = []
    for place in values.indices {
      let row = newRows[rows.map { Int($0[place]) } ?? place]
      guard row != .max else { continue }
      kept.append(values[place])
      keptRows.append(row)
    }
    return kept.count == rowCount
      ? PresentValues(kept) : PresentValues(kept, rows: keptRows, rowCount: rowCount)
  }
}
