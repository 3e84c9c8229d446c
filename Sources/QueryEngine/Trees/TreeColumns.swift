import Scanning
import TraceModel

/// Fields of trees as columns.
extension SegmentReader {
  /// Makes the columns that are tree fields' and not there yet.
  ///
  /// O(rows) each, once a segment.
  func provide(_ columns: [ColumnID]) throws(QueryError) {
    for column in columns {
      guard let field = TreeField(column), !providedFields.contains(field) else { continue }
      try query.check()
      if let inherited = field.inheritedField {
        providedFields.insert(field)
        if let column = try inheritedColumn(field, of: inherited) { try add(column) }
        continue
      }
      let values = try treeValues(of: field)
      providedFields.insert(field)
      if let column = memoryColumn(field, values) { try add(column) }
    }
  }

  /// A tree field of some rows, which ascend.
  func read(_ field: TreeField, rows: [UInt32]) throws(QueryError) -> RowValues? {
    guard !providedFields.contains(field), knownTrees == nil, field.inheritedField == nil,
      let forest = try forest(ofFew: rows)
    else {
      try provide([field.column])
      return nil
    }
    let values = try values(of: field, in: forest)
    let positions = positions(of: rows, in: forest)
    return RowValues(values, at: positions, as: field.type)
  }

  /// The trees of the traces of rows so few that it is not worth looking at the whole segment; nil
  /// where they are many, or their traces long.
  func forest(ofFew rows: [UInt32]) throws(QueryError) -> SpanForest? {
    guard rows.count <= Limits.sparseRowCount else { return nil }
    if let fewTrees, fewTrees.rows == rows { return fewTrees.forest }
    guard
      let forest = try gatheredForest(ofTracesOf: rows, rowLimit: Limits.batchRowCount)
    else { return nil }
    fewTrees = (rows, forest)
    return forest
  }

  /// Where rows of this segment are in a forest; nil for rows that no longer count.
  func positions(of rows: [UInt32], in forest: SpanForest) -> [UInt32?] {
    guard let part = forest.parts.first(where: { $0.segment == index }) else {
      return rows.map { _ in nil }
    }
    var place = 0
    return rows.map { row in
      while place < part.rows.count && part.rows[place] < row { place += 1 }
      guard place < part.rows.count, part.rows[place] == row else { return nil }
      return UInt32(part.position(at: place))
    }
  }

  /// A tree field of all rows.
  private func treeValues(of field: TreeField) throws(QueryError) -> TreeValues {
    let trees = try trees()
    var values = try self.values(of: field, in: trees.ordered)
    guard trees.scattered.count > 0 else { return values }
    let scattered = try self.values(of: field, in: trees.scattered)
    if let part = trees.scattered.parts.first(where: { $0.segment == index }) {
      values.replace(by: scattered, part)
    }
    return values
  }

  private func memoryColumn(_ field: TreeField, _ values: TreeValues) -> MemoryColumn? {
    let count = segment.rowCount
    let rows = (0..<count).filter { values.isValid($0) }.map { UInt32($0) }
    switch values.numbers {
    case .integers(let numbers):
      return MemoryColumn(
        field.column, integers: rows.map { numbers[Int($0)] }, rows: rows, rowCount: count)
    case .doubles(let numbers):
      return MemoryColumn(
        field.column, doubles: rows.map { numbers[Int($0)] }, rows: rows, rowCount: count)
    }
  }
}

extension TreeValues {
  /// Takes the values of a part's rows from another forest.
  fileprivate mutating func replace(by other: TreeValues, _ part: SpanForest.Part) {
    if validity == nil && other.validity != nil {
      validity = Array(repeating: true, count: count)
    }
    for index in part.rows.indices {
      let (row, position) = (Int(part.rows[index]), part.position(at: index))
      validity?[row] = other.isValid(position)
    }
    switch (numbers, other.numbers) {
    case (.integers(var own), .integers(let others)):
      for index in part.rows.indices {
        own[Int(part.rows[index])] = others[part.position(at: index)]
      }
      numbers = .integers(own)
    case (.doubles(var own), .doubles(let others)):
      for index in part.rows.indices {
        own[Int(part.rows[index])] = others[part.position(at: index)]
      }
      numbers = .doubles(own)
    default: preconditionFailure("one field is of one type")
    }
  }

  fileprivate var count: Int {
    switch numbers {
    case .integers(let numbers): numbers.count
    case .doubles(let numbers): numbers.count
    }
  }
}

extension RowValues {
  /// The values at some positions; null where there is none.
  init(_ values: TreeValues, at positions: [UInt32?], as type: ValueType) {
    let flags = positions.map { $0.map { values.isValid(Int($0)) } ?? false }
    let storage: Storage =
      switch values.numbers {
      case .integers(let numbers): .integers(positions.map { $0.map { numbers[Int($0)] } ?? 0 })
      case .doubles(let numbers): .doubles(positions.map { $0.map { numbers[Int($0)] } ?? 0 })
      }
    self.init(type: type, storage, validity: flags.contains(false) ? flags : nil)
  }
}
