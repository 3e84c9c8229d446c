import Drift
import Statistics

/// What the rows of a side stand for, where sampling told how probable it was to keep them.
struct RowWeights: Sendable {
  /// Of each row.
  let ofRows: [Double]
  /// Of each unit: the mean of its rows, which as a rule were kept together.
  let ofUnits: [Double]

  /// From the column of probabilities; a row without one stands for itself.
  init(_ sample: SideSample, _ place: Int, _ units: [Int32], unitCount: Int) {
    let column = sample.numbers[place]
    var ofRows = [Double](repeating: 1, count: sample.rowCount)
    for index in column.values.indices {
      ofRows[column.rows.map { Int($0[index]) } ?? index] = WeightTotal.weight(
        ofProbability: column.values[index])
    }
    var sums = [Double](repeating: 0, count: unitCount)
    var counts = sums
    for (row, unit) in units.enumerated() {
      sums[Int(unit)] += ofRows[row]
      counts[Int(unit)] += 1
    }
    self.ofRows = ofRows
    ofUnits = zip(sums, counts).map { $1 > 0 ? $0 / $1 : 1 }
  }

  /// Whether every row stands for itself.
  var isPlain: Bool { ofRows.allSatisfy { $0 == 1 } }

  var byteCount: Int { (ofRows.count + ofUnits.count) * 8 }
}

extension SampleInputs {
  /// The sides with their weights; without any where every row of all sides stands for itself.
  static func weighted(_ sides: [UnitSample]) -> [UnitSample] {
    sides.allSatisfy { $0.weights?.isPlain ?? true } ? sides.map(\.unweighted) : sides
  }

  /// How the rows of two sides are weighted; nil where they are not.
  func weighting(_ first: UnitSample, _ second: UnitSample) -> Weighting? {
    guard let before = first.weights, let after = second.weights else { return nil }
    return Weighting(
      baseline: Weighting.Side(before.ofUnits), candidate: Weighting.Side(after.ofUnits))
  }
}
