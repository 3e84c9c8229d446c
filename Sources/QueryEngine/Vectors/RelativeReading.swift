import Scanning

extension SegmentReader {
  /// The values that relatives of the given rows, which ascend, have in a column.
  func read(
    _ reference: ColumnReference, of relation: Relation, rows: [UInt32]
  ) throws(QueryError) -> RowValues {
    let relatives = try reading { () throws(ScanError) in
      try relativeRows(relation, of: rows)
    }
    let (unique, places) = distinct(relatives.rows)
    var values =
      unique.isEmpty
      ? RowValues.nulls(reference.type, count: rows.count)
      : try read(reference, rows: unique).picking(places)
    for (segment, elsewhere) in relatives.elsewhere.sorted(by: { $0.key < $1.key }) {
      let (unique, places) = distinct(elsewhere.map(\.row))
      let reader = try neighbourReader(at: segment)
      let found = try reader.read(reference, rows: unique)
      var indexes = [Int](repeating: -1, count: rows.count)
      for (place, relative) in zip(places, elsewhere) { indexes[relative.index] = place }
      values = try values.replacing(by: found, at: indexes)
    }
    return values
  }

  /// Rows in ascending order, each once, and where each of the given ones is among them: -1 for
  /// `RelativeRows.none`.
  ///
  /// Relatives as a rule ascend with their spans; then this is O(rows).
  private func distinct(_ rows: [UInt32]) -> (unique: [UInt32], places: [Int]) {
    var unique: [UInt32] = []
    var isSorted = true
    for row in rows where row != RelativeRows.none && row != unique.last {
      if let last = unique.last, row < last { isSorted = false }
      unique.append(row)
    }
    if !isSorted {
      unique.sort()
      var count = 1
      for index in 1..<unique.count where unique[index] != unique[count - 1] {
        unique[count] = unique[index]
        count += 1
      }
      unique.removeLast(unique.count - count)
    }
    var places = [Int](repeating: -1, count: rows.count)
    var place = 0
    for index in rows.indices where rows[index] != RelativeRows.none {
      if unique[place] != rows[index] { place = self.place(of: rows[index], in: unique) }
      places[index] = place
    }
    return (unique, places)
  }

  private func place(of row: UInt32, in rows: [UInt32]) -> Int {
    var (low, high) = (0, rows.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if rows[middle] < row { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension RowValues {
  /// The values at some indexes, null where the index is -1; there is at least one value.
  fileprivate func picking(_ indexes: [Int]) -> RowValues {
    var result = self
    switch storage {
    case .integers(let numbers): result.storage = .integers(indexes.map { numbers[max($0, 0)] })
    case .doubles(let numbers): result.storage = .doubles(indexes.map { numbers[max($0, 0)] })
    case .codes(let codes, let dictionary):
      result.storage = .codes(indexes.map { codes[max($0, 0)] }, dictionary)
    case .values(let values):
      result.storage = .values(indexes.map { $0 < 0 ? .null : values[$0] })
      return result
    }
    if validity != nil || indexes.contains(-1) {
      result.validity = indexes.map { $0 >= 0 && isValid($0) }
    }
    return result
  }

  /// The same values, but for those that have an index among other values.
  fileprivate func replacing(
    by other: RowValues, at indexes: [Int]
  ) throws(QueryError) -> RowValues {
    if case .integers(var numbers) = storage, case .integers(let others) = other.storage {
      var flags = validity ?? Array(repeating: true, count: count)
      for place in indexes.indices where indexes[place] >= 0 {
        numbers[place] = others[indexes[place]]
        flags[place] = other.isValid(indexes[place])
      }
      return RowValues(type: type, .integers(numbers), validity: flags)
    }
    if case .doubles(var numbers) = storage, case .doubles(let others) = other.storage {
      var flags = validity ?? Array(repeating: true, count: count)
      for place in indexes.indices where indexes[place] >= 0 {
        numbers[place] = others[indexes[place]]
        flags[place] = other.isValid(indexes[place])
      }
      return RowValues(type: type, .doubles(numbers), validity: flags)
    }
    // Codes of two segments stand for different values.
    var values = try boxed()
    for place in indexes.indices where indexes[place] >= 0 {
      values[place] = try other.value(at: indexes[place])
    }
    return RowValues(type: type, .values(values))
  }
}
