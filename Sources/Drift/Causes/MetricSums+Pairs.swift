extension MetricSums {
  /// Values of an attribute that are told apart in a pair; the rarest are one more.
  private static let valueLimit = 12

  /// The metric by every two attributes, of which none is a part of units' sums.
  func pairs(_ designEffects: [String: Double]) -> [PairInput] {
    guard !metric.isOfSums else { return [] }
    let places = columns.attributes.indices
    let values = places.map { gatheredValues($0) }
    return places.flatMap { first in
      places[(first + 1)...].compactMap { second in
        let effects = [first, second].map { designEffects[columns.attributes[$0].name] ?? 1 }
        return pair((first, values[first]), (second, values[second]), effects.max() ?? 1)
      }
    }
  }

  /// Values that are told apart, and the place of each code among them.
  private struct GatheredValues {
    var names: [String]
    var ofCodes: [Int]
  }

  private func gatheredValues(_ place: Int) -> GatheredValues {
    let attribute = columns.attributes[place]
    let indices = attribute.valueOfCode
    guard attribute.values.count > Self.valueLimit else {
      return GatheredValues(names: attribute.values, ofCodes: indices)
    }
    var counts = [Double](repeating: 0, count: attribute.values.count)
    for (combinations, sums) in [(baseline, before), (candidate, after)] {
      for index in 0..<combinations.count {
        counts[indices[combinations.code(place, of: index)]] += sums.counts[index]
      }
    }
    let sorted = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
    let kept = sorted.prefix(Self.valueLimit - 1)
    var places = [Int](repeating: kept.count, count: counts.count)
    for (index, value) in kept.enumerated() { places[value] = index }
    return GatheredValues(
      names: kept.map { attribute.values[$0] } + ["\(counts.count - kept.count) others"],
      ofCodes: indices.map { places[$0] })
  }

  private func pair(
    _ first: (place: Int, values: GatheredValues), _ second: (place: Int, values: GatheredValues),
    _ designEffect: Double
  ) -> PairInput? {
    let width = second.values.names.count
    func sums(
      _ combinations: ValueCombinations, _ all: ValueCombinations.Sums
    ) -> ValueCombinations.Sums {
      var cells = ValueCombinations.Sums(count: first.values.names.count * width)
      for index in 0..<combinations.count {
        let row = first.values.ofCodes[combinations.code(first.place, of: index)]
        let column = second.values.ofCodes[combinations.code(second.place, of: index)]
        cells.add(all, index, to: row * width + column)
      }
      return cells
    }
    let (cells, others) = (sums(baseline, before), sums(candidate, after))
    var table = PairTable(rowCount: first.values.names.count, columnCount: width)
    for place in table.cells.indices {
      let (n, m) = (cells.counts[place], others.counts[place])
      table.cells[place] = PairTable.Cell(
        n: n * scales.baseline, m: m * scales.candidate, before: n > 0 ? cells.sums[place] / n : 0,
        after: m > 0 ? others.sums[place] / m : 0)
    }
    let names = table.cells.indices.map { place in
      "\(first.values.names[place / width]), \(second.values.names[place % width])"
    }
    let attribute =
      "\(columns.attributes[first.place].name), \(columns.attributes[second.place].name)"
    let cause = CauseInput(
      metric: metric.name, attribute: attribute, groups: table.groups(names))
    guard let finding = CauseFinding(cause) else { return nil }
    return PairInput(
      cause: cause, table: table, designEffect: designEffect, difference: finding.difference)
  }
}

extension PairTable {
  /// The cells with enough values by their names, and one more of all others.
  fileprivate func groups(_ names: [String]) -> [CauseInput.Group] {
    let held = cells.indices.filter { cells[$0].n + cells[$0].m > 0 }
    let rare = held.filter { cells[$0].n + cells[$0].m < PairSearch.leastSupport }
    let gathered = rare.count > 1 ? Set(rare) : []
    var groups = held.filter { !gathered.contains($0) }.map { place in
      CauseInput.Group(
        value: names[place], baselineCount: cells[place].n, baselineMean: cells[place].before,
        candidateCount: cells[place].m, candidateMean: cells[place].after)
    }
    guard !gathered.isEmpty else { return groups }
    var rest = CauseInput.Group(
      value: "\(gathered.count) others", baselineCount: 0, baselineMean: 0, candidateCount: 0,
      candidateMean: 0)
    for place in gathered.sorted() {
      let cell = cells[place]
      rest.baselineCount += cell.n
      rest.candidateCount += cell.m
      if cell.n > 0 {
        rest.baselineMean += (cell.before - rest.baselineMean) * cell.n / rest.baselineCount
      }
      if cell.m > 0 {
        rest.candidateMean += (cell.after - rest.candidateMean) * cell.m / rest.candidateCount
      }
    }
    groups.append(rest)
    return groups
  }
}
