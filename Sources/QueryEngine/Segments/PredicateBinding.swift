import Scanning
import TraceModel

/// Binding of a condition to a segment: once a segment, so that the loops over rows are plain.
extension SegmentReader {
  func bind(_ predicate: Predicate) throws(QueryError) -> SegmentPredicate {
    switch predicate {
    case .always: return .always
    case .never: return .never
    case .all(let parts):
      var bound: [SegmentPredicate] = []
      for part in parts {
        let next = try bind(part)
        if case .never = next { return .never }
        bound.append(next)
      }
      return .conjunction(bound)
    case .any(let parts):
      var bound: [SegmentPredicate] = []
      for part in parts { bound.append(try bind(part)) }
      return .disjunction(bound)
    case .column(let column, let test, let negated):
      return try bind(column, test, negated)
    case .missing(.column(let column), let negated):
      if case .related(let relation, let source) = column.source {
        let own = ColumnReference(source: source, name: column.name)
        return try bind(
          relation, .predicate(.missing(.column(own), negated: true)), isInverted: !negated)
      }
      guard let columns = plainColumns(of: column) else { return .computed(predicate) }
      try provide(columns)
      return bindMissing(columns, negated)
    case .missing, .computed, .comparison:
      return .computed(predicate)
    case .structure(let structure, let negated): return try bind(structure, negated: negated)
    }
  }

  private func bind(
    _ reference: ColumnReference, _ test: ValueTest, _ negated: Bool
  ) throws(QueryError) -> SegmentPredicate {
    switch reference.source {
    case .field(let field):
      return try bind(ColumnID(field), ValueType(field.type), test, negated)
    case .level(let field): return try bind(field.column, field.type, test, negated)
    case .tree(let field):
      try provide([field.column])
      return try bind(field.column, field.type, test, negated)
    case .attribute(let columns):
      // A row has a value in one of the columns at most, so the conditions are alternatives.
      var parts: [SegmentPredicate] = []
      for column in columns {
        parts.append(
          try bind(
            column.id, ValueType(column.type), test, negated, areTexts: column.type == .string))
      }
      return .disjunction(parts)
    case .related(let relation, let source):
      let own = ColumnReference(source: source, name: reference.name)
      return try bind(relation, .predicate(.column(own, test, negated: negated)))
    }
  }

  /// Maps, bytes and values with nothing set are shown as texts, and are none.
  private func bind(
    _ column: ColumnID, _ type: ValueType, _ test: ValueTest, _ negated: Bool,
    areTexts: Bool = true
  ) throws(QueryError) -> SegmentPredicate {
    guard let summary = segment.summary(of: column) else { return .never }
    switch summary.form {
    case .codes:
      let codes = try codes(of: column, type, test, negated, areTexts: areTexts)
      return constrain(.codes(column, codes), summary)
    case .integers:
      // Span ids, too, are compared as numbers, though they show as text.
      guard let ranges = type == .boolean ? test.booleans : test.integers
      else { return .never }
      return bind(column, negated ? ranges.complement : ranges, summary)
    case .doubles:
      guard let ranges = test.doubles else { return .never }
      return .doubles(column, ranges, negated: negated)
    case .payload:
      if type == .string && test.text == nil { return .never }
      return try bindPayload(column, type, test, negated)
    }
  }

  private func bind(
    _ column: ColumnID, _ ranges: IntegerRanges, _ summary: ColumnSummary
  ) -> SegmentPredicate {
    guard !ranges.ranges.isEmpty else { return .never }
    if let bounds = summary.range {
      guard ranges.overlaps(bounds) else { return .never }
      if ranges.covers(bounds) { return summary.nullCount == 0 ? .always : .present([column]) }
    }
    return .integers(column, ranges)
  }

  private func constrain(
    _ predicate: SegmentPredicate, _ summary: ColumnSummary
  ) -> SegmentPredicate {
    guard case .codes(let column, let set) = predicate else { return predicate }
    switch set {
    case .none: return .never
    case .all: return summary.nullCount == 0 ? .always : .present([column])
    default: return predicate
    }
  }

  /// The codes for whose values the test is true, or, negated, false.
  private func codes(
    of column: ColumnID, _ type: ValueType, _ test: ValueTest, _ negated: Bool, areTexts: Bool
  ) throws(QueryError) -> CodeSet {
    let dictionary = dictionary(of: column)
    if type == .string && test.text == nil { return .none }
    if type == .string, areTexts, let text = test.text, case .among(let texts) = text.condition,
      texts.count < dictionary.count
    {
      return try codes(of: texts, dictionary, isInverted: text.isInverted != negated)
    }
    var members = [UInt8](repeating: 0, count: dictionary.count)
    for code in members.indices {
      let holds = test.holds(for: try dictionary.value(of: UInt32(code)))
      members[code] = holds == !negated ? 1 : 0
    }
    return CodeSet(members)
  }

  /// The codes of texts, looked up rather than compared one by one.
  private func codes(
    of texts: Set<ExactText>, _ dictionary: SegmentDictionary, isInverted: Bool
  ) throws(QueryError) -> CodeSet {
    var codes: [UInt32] = []
    for text in texts {
      if let code = try dictionary.code(of: text.text), code < dictionary.count {
        codes.append(code)
      }
    }
    return CodeSet(codes, ofCount: dictionary.count, isInverted: isInverted)
  }

  func bindMissing(_ columns: [ColumnID], _ negated: Bool) -> SegmentPredicate {
    var held: [ColumnID] = []
    for column in columns {
      guard let summary = segment.summary(of: column) else { continue }
      if summary.nullCount == 0 { return negated ? .always : .never }
      held.append(column)
    }
    if held.isEmpty { return negated ? .never : .always }
    return negated ? .present(held) : .absent(held)
  }

  /// The columns whose validity tells which rows have a value; nil when stored values may count
  /// as missing: doubles, and the attributes with nothing set among the other shapes.
  private func plainColumns(of reference: ColumnReference) -> [ColumnID]? {
    switch reference.source {
    case .field(let field): return [ColumnID(field)]
    case .tree(let field): return field.type == .double ? nil : [field.column]
    case .level(let field): return field.type == .double ? nil : [field.column]
    case .attribute(let columns):
      guard columns.allSatisfy({ $0.type != .double && $0.type != .other }) else { return nil }
      return columns.map(\.id)
    case .related: return nil
    }
  }
}
