/// The combinations of several attributes' values that rows have, of which there are far fewer than
/// rows: whatever is asked by one attribute or by two of them is asked of the combinations.
struct ValueCombinations: Sendable {
  /// Of each row, its combination, numbered from 0 in the order first seen.
  private let ofRows: [UInt32]
  /// For each attribute, the code that each combination has.
  private let codes: [[UInt8]]
  let count: Int

  /// Up to so many pairs of a combination and a code are looked up in an array, more in a table that
  /// grows with what there is.
  private static let arrayLimit = 1 << 22

  /// What that array takes.
  static let greatestTableByteCount = arrayLimit * 4

  /// - Precondition: a code for each row in every column.
  /// - Complexity: O(rows · columns).
  init(_ columns: [[UInt8]], rowCount: Int) {
    var ofRows = [UInt32](repeating: 0, count: rowCount)
    var codes: [[UInt8]] = []
    var count = rowCount > 0 ? 1 : 0
    for column in columns {
      let width = Int(column.max() ?? 0) + 1
      let extended =
        count * width <= Self.arrayLimit
        ? Extension(&ofRows, column, width: width, count: count) : Extension(&ofRows, column)
      codes = codes.map { known in extended.parents.map { known[Int($0)] } }
      codes.append(extended.codes)
      count = extended.codes.count
    }
    self.ofRows = ofRows
    self.codes = codes
    self.count = count
  }

  /// Combinations with one more attribute.
  private struct Extension {
    /// Of each, the combination without that attribute, and the attribute's code.
    private(set) var parents: [UInt32] = []
    private(set) var codes: [UInt8] = []

    /// Numbers rows anew, by an array of all pairs that there may be.
    init(_ ofRows: inout [UInt32], _ column: [UInt8], width: Int, count: Int) {
      var numbers = [UInt32](repeating: .max, count: count * width)
      for row in column.indices {
        let place = Int(ofRows[row]) &* width &+ Int(column[row])
        if numbers[place] == .max { numbers[place] = add(ofRows[row], column[row]) }
        ofRows[row] = numbers[place]
      }
    }

    /// Numbers rows anew, by a table of the pairs that there are.
    init(_ ofRows: inout [UInt32], _ column: [UInt8]) {
      var numbers: [UInt64: UInt32] = [:]
      for row in column.indices {
        let key = UInt64(ofRows[row]) << 8 | UInt64(column[row])
        let number = numbers[key] ?? add(ofRows[row], column[row])
        numbers[key] = number
        ofRows[row] = number
      }
    }

    private mutating func add(_ parent: UInt32, _ code: UInt8) -> UInt32 {
      parents.append(parent)
      codes.append(code)
      return UInt32(parents.count - 1)
    }
  }

  /// The code of an attribute that a combination has.
  func code(_ attribute: Int, of combination: Int) -> Int { Int(codes[attribute][combination]) }

  /// Counts and sums of a column's values.
  struct Sums: Sendable {
    fileprivate(set) var counts: [Double]
    fileprivate(set) var sums: [Double]

    init(count: Int) {
      counts = Array(repeating: 0, count: count)
      sums = counts
    }

    mutating func add(_ other: Sums, _ place: Int, to target: Int) {
      counts[target] += other.counts[place]
      sums[target] += other.sums[place]
    }
  }

  /// The sums of each combination, in the order of the rows, which is the same however they are
  /// stored.
  func sums(of column: CauseColumns.Column) -> Sums {
    var sums = Sums(count: count)
    guard let weights = column.weights else {
      if let rows = column.rows {
        for place in rows.indices {
          sums.add(column.values[place], 1, to: Int(ofRows[Int(rows[place])]))
        }
      } else {
        for row in ofRows.indices { sums.add(column.values[row], 1, to: Int(ofRows[row])) }
      }
      return sums
    }
    for place in column.values.indices {
      let row = column.rows.map { Int($0[place]) } ?? place
      sums.add(column.values[place], weights[place], to: Int(ofRows[row]))
    }
    return sums
  }
}

extension ValueCombinations.Sums {
  fileprivate mutating func add(_ value: Double, _ weight: Double, to place: Int) {
    counts[place] += weight
    sums[place] += weight * value
  }
}
