import Columns
import Scanning
import TraceModel

extension SegmentReader {
  /// The values of a field or attribute in the given rows, which ascend.
  func read(_ reference: ColumnReference, rows: [UInt32]) throws(QueryError) -> RowValues {
    do {
      switch reference.source {
      case .field(let field):
        return try read(ColumnID(field), as: ValueType(field.type), isID: field.isSpanID, rows)
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
      let codes = gatherCodes(try segment.values(of: column), rows: rows.span, &scratch)
      return RowValues(type: type, .codes(codes, dictionary(of: column)), validity: validity)
    case .integers:
      let numbers = gatherIntegers(try segment.values(of: column), rows: rows.span, &scratch)
      let values = RowValues(type: type, .integers(numbers), validity: validity)
      return isID ? spelledIDs(numbers, validity) : values
    case .doubles:
      let numbers = gatherDoubles(try segment.values(of: column), rows: rows.span, &scratch)
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

  private func readValidity(
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
