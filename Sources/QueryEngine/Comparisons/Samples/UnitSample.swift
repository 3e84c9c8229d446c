import Drift

/// Rows of a side, and what each belongs to: values of one unit are not independent.
struct UnitSample: Sendable {
  let rows: SideSample
  /// Of each row, from 0 on in the order of the rows.
  let units: [Int32]
  let unitCount: Int
  let isTrace: Bool
  /// What rows and units stand for; nil where each stands for itself.
  private(set) var weights: RowWeights?

  /// Traces, or what traces are of; a trace that is of none is one of its own.
  ///
  /// Where the probability of a row is among the numbers tells what it stands for.
  init(_ sample: SideSample, isTrace: Bool, weightPlace: Int? = nil) {
    self.init(sample, isTrace: isTrace)
    weights = weightPlace.map { RowWeights(sample, $0, units, unitCount: unitCount) }
  }

  private init(_ sample: SideSample, isTrace: Bool) {
    rows = sample
    self.isTrace = isTrace
    guard !isTrace, let clusters = sample.clusters.first else {
      units = sample.traces
      unitCount = sample.traceCount
      return
    }
    // Clusters are numbered from 0 on.
    var known = [Int32](repeating: -1, count: clusters.greatestNumber + 1)
    var unitOfTrace: [Int32] = []
    var next: Int32 = 0
    for cluster in clusters {
      if let cluster {
        if known[Int(cluster)] >= 0 {
          unitOfTrace.append(known[Int(cluster)])
          continue
        }
        known[Int(cluster)] = next
      }
      unitOfTrace.append(next)
      next += 1
    }
    units = sample.traces.map { unitOfTrace[Int($0)] }
    unitCount = Int(next)
  }

  /// Units of some rows.
  func units(of rows: [UInt32]) -> [Int32] { rows.map { units[Int($0)] } }

  /// The rows of which something is true.
  func keeping(_ isKept: [Bool], weightPlace: Int?) -> UnitSample {
    UnitSample(rows.keeping(isKept), isTrace: isTrace, weightPlace: weightPlace)
  }

  /// The same with each row standing for itself.
  var unweighted: UnitSample {
    var unweighted = self
    unweighted.weights = nil
    return unweighted
  }
}

extension [UInt32?] {
  /// The greatest; below zero of none.
  fileprivate var greatestNumber: Int { reduce(-1) { Swift.max($0, $1.map { Int($0) } ?? -1) } }

  /// How many different numbers there are, those that lack one as one more.
  var distinctCount: Int {
    var isSeen = [Bool](repeating: false, count: greatestNumber + 2)
    for number in self { isSeen[number.map { Int($0) + 1 } ?? 0] = true }
    return isSeen.count { $0 }
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
