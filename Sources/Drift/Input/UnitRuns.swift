/// The rows of each unit of a side, unit after unit; found once for all columns of the side.
package struct UnitRuns: Sendable {
  /// Rows by their units; nil where they lie so.
  let rows: [UInt32]?
  /// For each unit, how many rows it and those before it have.
  let ends: [UInt32]
  /// Whether no unit has several rows.
  let isSingle: Bool

  /// - Precondition: units are numbers from 0 up to their count.
  /// - Complexity: O(rows + units).
  package init(_ units: [Int32], unitCount: Int) {
    var ends = [UInt32](repeating: 0, count: unitCount)
    var isAscending = true
    var last: Int32 = 0
    for unit in units {
      ends[Int(unit)] += 1
      isAscending = isAscending && last <= unit
      last = unit
    }
    isSingle = ends.allSatisfy { $0 <= 1 }
    var sum: UInt32 = 0
    for unit in ends.indices {
      sum += ends[unit]
      ends[unit] = sum
    }
    self.ends = ends
    rows = isAscending ? nil : Self.sorted(units, ends)
  }

  private static func sorted(_ units: [Int32], _ ends: [UInt32]) -> [UInt32] {
    var rows = [UInt32](repeating: 0, count: units.count)
    var places = ends
    // From the last row back, so that a unit's rows stay in their order.
    for row in units.indices.reversed() {
      places[Int(units[row])] -= 1
      rows[Int(places[Int(units[row])])] = UInt32(row)
    }
    return rows
  }

  /// Units that have rows.
  var unitCount: Int {
    var count = 0
    var start: UInt32 = 0
    for end in ends {
      if end > start { count += 1 }
      start = end
    }
    return count
  }

  package var byteCount: Int { (ends.count + (rows?.count ?? 0)) * 4 }
}

/// The values of an attribute of the rows of a side, as codes.
package struct CodedSample: Sendable {
  package var codes: [UInt8]
  package var runs: UnitRuns
  /// What each row stands for; nil where each stands for itself.
  package var weights: [Double]?

  package init(codes: [UInt8], runs: UnitRuns, weights: [Double]? = nil) {
    self.codes = codes
    self.runs = runs
    self.weights = weights
  }
}
