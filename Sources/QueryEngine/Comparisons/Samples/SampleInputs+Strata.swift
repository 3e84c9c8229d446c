import Drift

/// The comparison within each value of what was stratified by.
extension SampleInputs {
  /// Strata that both sides have, by their values.
  func strata(_ first: UnitSample, _ second: UnitSample) -> [StratumInput] {
    let places = stratumPlaces
    guard !places.isEmpty else { return [] }
    let (before, after) = (strata(of: first, places), strata(of: second, places))
    let shared = Set(before).intersection(after)
    return shared.sorted { $0.lexicographicallyPrecedes($1) }.map { stratum in
      StratumInput(
        name: name(of: stratum, places),
        metrics: metrics(
          kept(first, before.map { $0 == stratum }), kept(second, after.map { $0 == stratum })))
    }
  }

  /// The rows of a stratum, weighted where all are.
  private func kept(_ side: UnitSample, _ isKept: [Bool]) -> UnitSample {
    side.keeping(
      isKept, weightPlace: side.weights == nil ? nil : samples.program.weightPlace)
  }

  /// How many strata one side alone has.
  func lonelyStrataCount(_ first: UnitSample, _ second: UnitSample) -> Int {
    let places = stratumPlaces
    return Set(strata(of: first, places)).symmetricDifference(strata(of: second, places)).count
  }

  var stratumPlaces: [Int] {
    samples.program.attributes.indices.filter {
      samples.program.attributes[$0].role == .stratum
    }
  }

  /// The values of each row, as numbers.
  private func strata(of side: UnitSample, _ places: [Int]) -> [[UInt8]] {
    let columns = places.map { side.rows.attributes[$0] ?? [] }
    return side.units.indices.map { row in columns.map { $0[row] } }
  }

  private func name(of stratum: [UInt8], _ places: [Int]) -> String {
    zip(stratum, places).map { code, place in
      let value = samples.attributes[place]?[Int(code)] ?? .null
      return "\(samples.program.attributes[place].name)=\(ComparisonRunner.label(value))"
    }.joined(separator: ", ")
  }
}
