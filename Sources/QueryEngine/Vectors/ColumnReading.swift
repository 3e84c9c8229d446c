import Columns
import Scanning
import TraceModel

extension SegmentReader {
  /// The values of a field or attribute in the given rows, which ascend.
  func read(_ reference: ColumnReference, rows: [UInt32]) throws(QueryError) -> RowValues {
    do {
      switch reference.source {
      case .field(.end): return try readEnds(rows)
      case .field(let field):
        return try read(ColumnID(field), as: ValueType(field.type), isID: field.isSpanID, rows)
      case .level(let field): return try read(field.column, as: field.type, isID: false, rows)
      case .tree(let field):
        if let values = try read(field, rows: rows) { return values }
        return try read(field.column, as: field.type, isID: false, rows)
      case .attribute(let columns) where columns.count == 1:
        return try read(columns[0], rows)
      case .attribute(let columns):
        return try merge(columns, rows)
      case .related(let relation, let source):
        let own = ColumnReference(source: source, name: reference.name)
        return try read(own, of: relation, rows: rows)
      }
    } catch let error as ScanError {
      throw .storage(error)
    } catch let error as QueryError {
      throw error
    } catch {
      preconditionFailure("no other error is thrown here")
    }
  }

  /// Start and latency together: of few columns nothing is stored, and this is one.
  private func readEnds(_ rows: [UInt32]) throws -> RowValues {
    let starts = try read(ColumnID(.start), as: .instant, isID: false, rows)
    let latencies = try read(ColumnID(.latency), as: .duration, isID: false, rows)
    guard case .integers(var ends) = starts.storage, case .integers(let added) = latencies.storage
    else { throw ScanError.damaged("starts and latencies that are no whole numbers") }
    var target = ends.mutableSpan
    for index in target.indices { target[index] &+= added[index] }
    return RowValues(
      type: .instant, .integers(ends), validity: both(starts.validity, latencies.validity))
  }

  private func read(_ column: AttributeColumn, _ rows: [UInt32]) throws -> RowValues {
    var values = try read(column.id, as: ValueType(column.type), isID: false, rows)
    // `.empty` among the other shapes is stored, yet no value.
    if column.type == .other { values = RowValues(type: .string, .values(try values.boxed())) }
    return values
  }

  /// An attribute with columns of several types: a row has a value in one of them at most.
  private func merge(_ columns: [AttributeColumn], _ rows: [UInt32]) throws -> RowValues {
    var merged = [Value](repeating: .null, count: rows.count)
    for column in columns where segment.summary(of: column.id) != nil {
      let values = try read(column, rows)
      for index in merged.indices where merged[index] == .null {
        merged[index] = try values.value(at: index)
      }
    }
    return RowValues(type: .mixed, .values(merged))
  }

  private func read(
    _ column: ColumnID, as type: ValueType, isID: Bool, _ rows: [UInt32]
  ) throws -> RowValues {
    guard let summary = segment.summary(of: column) else {
      return .nulls(type, count: rows.count)
    }
    let validity = summary.nullCount == 0 ? nil : try readValidity(column, rows)
    if summary.form != .payload {
      let segment = segment
      counters.countGathered(try segment.values(of: column), column, rows: rows.span)
    }
    switch summary.form {
    case .codes:
      let codes = codes(of: try segment.values(of: column), rows)
      return RowValues(type: type, .codes(codes, dictionary(of: column)), validity: validity)
    case .integers:
      let numbers = integers(of: try segment.values(of: column), rows)
      let values = RowValues(type: type, .integers(numbers), validity: validity)
      return isID ? spelledIDs(numbers, validity) : values
    case .doubles:
      let numbers = doubles(of: try segment.values(of: column), rows)
      return finite(numbers, validity)
    case .payload:
      var values: [Value] = []
      values.reserveCapacity(rows.count)
      for row in rows {
        let value = try segment.value(of: column, row: Int(row))
        values.append(value.map { Value($0) } ?? .null)
      }
      return RowValues(type: type, .values(values))
    }
  }

  /// Whether rows are so few of each block that they touch, that it is not worth decoding.
  private func isSparse(_ rows: [UInt32]) -> Bool {
    guard rows.count <= Limits.sparseRowCount else { return false }
    var blockCount = 0
    var last: Int?
    for row in rows where Int(row) / BlockLimits.rowCount != last {
      last = Int(row) / BlockLimits.rowCount
      blockCount += 1
    }
    return rows.count <= blockCount * Limits.sparseBlockRowCount
  }

  private func codes(of column: borrowing EncodedColumn, _ rows: [UInt32]) -> [UInt32] {
    guard !isSparse(rows) else {
      return column.integers(ofFew: rows.span).map { UInt32(truncatingIfNeeded: $0) }
    }
    return gatherCodes(column, rows: rows.span, &scratch)
  }

  private func integers(of column: borrowing EncodedColumn, _ rows: [UInt32]) -> [Int64] {
    guard !isSparse(rows) else { return column.integers(ofFew: rows.span) }
    return gatherIntegers(column, rows: rows.span, &scratch)
  }

  private func doubles(of column: borrowing EncodedColumn, _ rows: [UInt32]) -> [Double] {
    guard !isSparse(rows) else { return column.doubles(ofFew: rows.span) }
    return gatherDoubles(column, rows: rows.span, &scratch)
  }

  /// Whether each of some rows has a value; nil when all have.
  func readValidity(
    _ column: ColumnID, _ rows: [UInt32]
  ) throws(ScanError) -> [Bool]? {
    let segment = segment
    guard let words = try segment.validity(of: column) else { return nil }
    return gatherBits(words, rows: rows.span)
  }

  private func spelledIDs(_ numbers: [Int64], _ validity: [Bool]?) -> RowValues {
    var values: [Value] = []
    values.reserveCapacity(numbers.count)
    for index in numbers.indices {
      let isValid = validity.map { $0[index] } ?? true
      let digits = isValid ? hexadecimalDigits(UInt64(bitPattern: numbers[index])) : ""
      values.append(isValid ? .string(digits) : .null)
    }
    return RowValues(type: .string, .values(values))
  }

  /// Doubles with NaN and infinities taken for nulls.
  private func finite(_ numbers: [Double], _ validity: [Bool]?) -> RowValues {
    var validity = validity
    for index in numbers.indices where !numbers[index].isFinite {
      if validity == nil { validity = Array(repeating: true, count: numbers.count) }
      if validity?[index] == true { notices.sawUndefined = true }
      validity?[index] = false
    }
    return RowValues(type: .double, .doubles(numbers), validity: validity)
  }
}

extension Field {
  /// Whether the column holds span ids as the bit patterns of their numbers.
  var isSpanID: Bool { type == .spanID }
}
