import Scanning

/// Gives each distinct value a number, so that groups and sets work on numbers.
struct ValueInterner: Sendable {
  /// The values in the order of their numbers.
  private(set) var values: [Value] = []
  /// Numbers of what is neither text, nor a whole number or double of the interner's type.
  private var identifiers: [ExactValue: UInt32] = [:]
  /// For whole numbers and doubles: bit patterns to positions in `numberIdentifiers`.
  private var numbers = IdentifierTable()
  private var numberIdentifiers: [UInt32] = []
  private var texts = TextTable()
  private var textIdentifiers: [UInt32] = []
  private let type: ValueType
  /// Numbers of the codes of the segment at hand, by dictionary; one more entry than codes, for
  /// those past the others.
  private var segmentCodes: [ObjectIdentifier: [UInt32]] = [:]

  private static let unknown = UInt32.max

  init(type: ValueType) {
    self.type = type
  }

  /// The number of null; nil while there was none.
  var nullIdentifier: UInt32? { identifiers[ExactValue(.null)] }

  var byteCount: Int {
    let values = values.count * MemoryLayout<Value>.stride
    let others = identifiers.count * 2 * MemoryLayout<Value>.stride
    return values + others + numbers.byteCount + texts.byteCount
  }

  mutating func identify(_ value: Value) -> UInt32 {
    let value = canonical(value)
    if case .string(let text) = value { return identify(text) }
    if let known = identifiers[ExactValue(value)] { return known }
    let identifier = append(value)
    identifiers[ExactValue(value)] = identifier
    return identifier
  }

  private mutating func identify(_ text: String) -> UInt32 {
    let position = Int(texts.identify(text))
    if position == textIdentifiers.count { textIdentifiers.append(append(.string(text))) }
    return textIdentifiers[position]
  }

  /// The number of each row's value.
  mutating func identify(_ rows: RowValues) throws(QueryError) -> [UInt32] {
    switch rows.storage {
    case .integers(let numbers) where rows.type == type:
      return identify(numbers.map { UInt64(bitPattern: $0) }, rows) { [type] in
        Value(Int64(bitPattern: $0), unit: type)
      }
    case .doubles(let numbers) where rows.type == type:
      // Adding zero makes one zero of the two.
      return identify(numbers.map { ($0 + 0).bitPattern }, rows) {
        .double(Double(bitPattern: $0))
      }
    case .codes(let codes, let dictionary):
      return try identify(codes, dictionary, rows)
    default:
      return try rows.boxed().map { identify($0) }
    }
  }

  private mutating func identify(
    _ bits: [UInt64], _ rows: RowValues, _ value: (UInt64) -> Value
  ) -> [UInt32] {
    let null = identifyNull(ifIn: rows)
    var result = [UInt32](repeating: null, count: bits.count)
    for index in bits.indices where rows.isValid(index) {
      let position = Int(numbers.identify(bits[index]))
      if position == numberIdentifiers.count {
        numberIdentifiers.append(identify(value(bits[index])))
      }
      result[index] = numberIdentifiers[position]
    }
    return result
  }

  /// Looks each row's code up in an array; each code's value is looked up once a segment.
  private mutating func identify(
    _ codes: [UInt32], _ dictionary: SegmentDictionary, _ rows: RowValues
  ) throws(QueryError) -> [UInt32] {
    let key = ObjectIdentifier(dictionary)
    var known =
      segmentCodes.removeValue(forKey: key)
      ?? Array(repeating: Self.unknown, count: dictionary.count + 1)
    var result = [UInt32](repeating: 0, count: codes.count)
    let isComplete = lookUp(codes.span, in: known.span, into: &result)
    if !isComplete || rows.validity != nil {
      try identifyNew(codes, dictionary, rows.validity, &known)
      _ = lookUp(codes.span, in: known.span, into: &result)
    }
    if let validity = rows.validity {
      let null = identify(.null)
      for index in codes.indices where !validity[index] { result[index] = null }
    }
    segmentCodes[key] = known
    return result
  }

  /// Looks up the values of the codes that were not met in the segment before.
  private mutating func identifyNew(
    _ codes: [UInt32], _ dictionary: SegmentDictionary, _ validity: [Bool]?,
    _ known: inout [UInt32]
  ) throws(QueryError) {
    var newCodes: [UInt32] = []
    for index in codes.indices {
      let code = Int(codes[index])
      if code < known.count - 1, known[code] != Self.unknown { continue }
      if let validity, !validity[index] { continue }
      guard code < known.count - 1 else {
        throw .storage(.damaged("a code past its dictionary"))
      }
      // Any number will do until the real one is known, so that each code is listed once.
      known[code] = 0
      newCodes.append(codes[index])
    }
    var values: [Value] = []
    for code in newCodes { values.append(try dictionary.value(of: code)) }
    for (code, identifier) in zip(newCodes, identify(values)) { known[Int(code)] = identifier }
  }

  /// The number of each value.
  mutating func identify(_ values: [Value]) -> [UInt32] {
    let texts = values.compactMap { if case .string(let text) = $0 { text } else { nil } }
    guard texts.count == values.count else { return values.map { identify($0) } }
    return zip(texts, self.texts.identify(texts)).map { text, position in
      if position == textIdentifiers.count { textIdentifiers.append(append(.string(text))) }
      return textIdentifiers[Int(position)]
    }
  }

  /// Forgets what is known of the segment at hand: the codes of the next stand for other values.
  mutating func endSegment() { segmentCodes.removeAll(keepingCapacity: true) }

  /// The number of null when some row has no value; else anything.
  private mutating func identifyNull(ifIn rows: RowValues) -> UInt32 {
    rows.validity?.contains(false) == true ? identify(.null) : 0
  }

  private mutating func append(_ value: Value) -> UInt32 {
    values.append(value)
    return UInt32(truncatingIfNeeded: values.count - 1)
  }

  /// Where whole numbers and doubles meet in one attribute, 1 and 1.0 are one value.
  private func canonical(_ value: Value) -> Value {
    guard type == .mixed, case .double(let number) = value, let whole = Int64(exactly: number)
    else { return value }
    return .integer(whole)
  }
}

/// Writes the table's entry of each code, the last entry for codes past the others; true when
/// no entry is unknown.
private func lookUp(
  _ codes: Swift.Span<UInt32>, in table: Swift.Span<UInt32>, into result: inout [UInt32]
) -> Bool {
  var target = result.mutableSpan
  let last = UInt32(truncatingIfNeeded: table.count &- 1)
  var greatest: UInt32 = 0
  for index in codes.indices {
    let entry = table[Int(min(codes[index], last))]
    target[index] = entry
    greatest = max(greatest, entry)
  }
  return greatest != .max
}
