import Scanning

/// Gives each distinct value a number, so that groups and sets work on numbers.
struct ValueInterner: Sendable {
  /// What a number stands for.
  private enum Source: Sendable {
    /// A text by its number among those of its column in the store.
    case shared(UInt32)
    /// A text by its number in `texts`.
    case text(UInt32)
    /// A value by its place in `others`.
    case other(UInt32)
  }

  /// In the order of the numbers.
  private var sources: [Source] = []
  /// Values that are no texts.
  private var others: [Value] = []
  private var otherIdentifiers: [ExactValue: UInt32] = [:]
  /// For whole numbers and doubles of the interner's type: bit patterns to positions in
  /// `numberIdentifiers`.
  private var numbers = IdentifierTable()
  private var numberIdentifiers: [UInt32] = []
  /// The numbers that the store keeps for the column's texts; nil where there are none.
  private let shared: ColumnTextNumbers?
  /// By these numbers; `unknown` for those not met.
  private var sharedIdentifiers: [UInt32] = []
  /// Texts that have no such number.
  private var texts = TextTable()
  private var textIdentifiers: [UInt32] = []
  private let type: ValueType
  /// Numbers of the codes of the segment at hand, by dictionary; one more entry than codes, for
  /// those past the others.
  private var segmentCodes: [ObjectIdentifier: [UInt32]] = [:]
  /// The number of null; nil while there was none.
  private(set) var nullIdentifier: UInt32?

  private static let unknown = UInt32.max

  init(type: ValueType, shared: ColumnTextNumbers? = nil) {
    self.type = type
    self.shared = shared
  }

  /// Distinct values so far; numbers are below.
  var count: Int { sources.count }

  /// What a number stands for.
  func value(_ identifier: Int) -> Value {
    switch sources[identifier] {
    case .shared(let number): shared.map { .string($0.text(number)) } ?? .null
    case .text(let number): .string(texts.text(number))
    case .other(let place): others[Int(place)]
    }
  }

  var byteCount: Int {
    let sources = sources.count * MemoryLayout<Source>.stride
    let others = others.count * 3 * MemoryLayout<Value>.stride
    let identifiers = sharedIdentifiers.count * MemoryLayout<UInt32>.stride
    return sources + others + identifiers + numbers.byteCount + texts.byteCount
  }

  mutating func identify(_ value: Value) -> UInt32 {
    let value = canonical(value)
    if case .string(let text) = value { return identify(text) }
    if let known = otherIdentifiers[ExactValue(value)] { return known }
    let identifier = append(.other(UInt32(truncatingIfNeeded: others.count)))
    others.append(value)
    otherIdentifiers[ExactValue(value)] = identifier
    if value == .null { nullIdentifier = identifier }
    return identifier
  }

  private mutating func identify(_ text: String) -> UInt32 {
    if let number = shared?.number(of: text) { return identifier(ofShared: number) }
    return identifier(ofText: texts.identify(text))
  }

  /// The number of a text by that among its column's.
  private mutating func identifier(ofShared number: UInt32) -> UInt32 {
    // Room for more than one, so that numbers which come one by one cost little.
    let count = Int(number) + 1
    if count > sharedIdentifiers.count {
      sharedIdentifiers.grow(to: count + count / 2, with: Self.unknown)
    }
    let known = sharedIdentifiers[Int(number)]
    guard known == Self.unknown else { return known }
    let identifier = append(.shared(number))
    sharedIdentifiers[Int(number)] = identifier
    return identifier
  }

  /// The number of a text by its number among the texts, which are asked for in order.
  private mutating func identifier(ofText number: UInt32) -> UInt32 {
    if Int(number) == textIdentifiers.count { textIdentifiers.append(append(.text(number))) }
    return textIdentifiers[Int(number)]
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

  /// Looks up each number that differs from the one before: of intervals of time, most do not.
  private mutating func identify(
    _ bits: [UInt64], _ rows: RowValues, _ value: (UInt64) -> Value
  ) -> [UInt32] {
    let null = identifyNull(ifIn: rows)
    var result = [UInt32](repeating: null, count: bits.count)
    var last: (bits: UInt64, identifier: UInt32)?
    for index in bits.indices where rows.isValid(index) {
      if let last, last.bits == bits[index] {
        result[index] = last.identifier
        continue
      }
      let position = Int(numbers.identify(bits[index]))
      if position == numberIdentifiers.count {
        numberIdentifiers.append(identify(value(bits[index])))
      }
      result[index] = numberIdentifiers[position]
      last = (bits[index], result[index])
    }
    return result
  }

  /// Looks each row's code up in an array; each code's value is looked up once a segment.
  private mutating func identify(
    _ codes: [UInt32], _ dictionary: SegmentDictionary, _ rows: RowValues
  ) throws(QueryError) -> [UInt32] {
    let key = ObjectIdentifier(dictionary)
    var known: [UInt32]
    if let met = segmentCodes.removeValue(forKey: key) {
      known = met
    } else {
      known = try knownCodes(of: dictionary, among: codes.count)
    }
    let null = identifyNull(ifIn: rows)
    var result = [UInt32](repeating: 0, count: codes.count)
    if !lookUp(codes.span, rows.validity, null, in: known.span, into: &result) {
      try identifyNew(codes, dictionary, rows.validity, &known)
      _ = lookUp(codes.span, rows.validity, null, in: known.span, into: &result)
    }
    segmentCodes[key] = known
    return result
  }

  /// What is known of a dictionary's codes before any of them is met.
  private func knownCodes(
    of dictionary: SegmentDictionary, among codeCount: Int
  ) throws(QueryError) -> [UInt32] {
    var known = [UInt32](repeating: Self.unknown, count: dictionary.count + 1)
    guard let shared, shared.column == dictionary.column,
      let numbers = try dictionary.numbers(in: shared, toIdentify: codeCount)
    else { return known }
    let (numberSpan, identifiers) = (numbers.span, sharedIdentifiers.span)
    var target = known.mutableSpan
    for code in numberSpan.indices {
      let number = Int(numberSpan[code])
      if number < identifiers.count { target[code] = identifiers[number] }
    }
    return known
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
    guard !newCodes.isEmpty else { return }
    for (code, identifier) in zip(newCodes, try identify(newCodes, of: dictionary)) {
      known[Int(code)] = identifier
    }
  }

  /// The numbers of codes that differ from each other.
  private mutating func identify(
    _ codes: [UInt32], of dictionary: SegmentDictionary
  ) throws(QueryError) -> [UInt32] {
    if let shared, shared.column == dictionary.column,
      let numbers = try dictionary.numbers(in: shared, toIdentify: codes.count)
    {
      return try identify(codes, of: dictionary, numbers)
    }
    if shared == nil, let texts = try dictionary.texts(toIdentify: codes.count) {
      return self.texts.identify(texts, at: codes).map { identifier(ofText: $0) }
    }
    var identifiers: [UInt32] = []
    for code in codes { identifiers.append(identify(try dictionary.value(of: code))) }
    return identifiers
  }

  /// The numbers of codes whose texts have the given numbers in their column, or none.
  private mutating func identify(
    _ codes: [UInt32], of dictionary: SegmentDictionary, _ numbers: [UInt32]
  ) throws(QueryError) -> [UInt32] {
    var identifiers: [UInt32] = []
    identifiers.reserveCapacity(codes.count)
    var others: [UInt32] = []
    for code in codes {
      let number = numbers[Int(code)]
      if number == ColumnTextNumbers.unknown { others.append(code) }
      identifiers.append(
        number == ColumnTextNumbers.unknown ? Self.unknown : identifier(ofShared: number))
    }
    guard !others.isEmpty, let texts = try dictionary.texts(toIdentify: dictionary.count) else {
      return identifiers
    }
    var rest = self.texts.identify(texts, at: others).makeIterator()
    for index in identifiers.indices where identifiers[index] == Self.unknown {
      if let number = rest.next() { identifiers[index] = identifier(ofText: number) }
    }
    return identifiers
  }

  /// This interner's number of each value of another, added where it is new.
  mutating func identify(allOf other: ValueInterner) -> [UInt32] {
    guard other.shared === shared else {
      return other.sources.indices.map { identify(other.value($0)) }
    }
    let textNumbers = texts.identify(allOf: other.texts).map { identifier(ofText: $0) }
    return other.sources.map { source in
      switch source {
      case .shared(let number): identifier(ofShared: number)
      case .text(let number): textNumbers[Int(number)]
      case .other(let place): identify(other.others[Int(place)])
      }
    }
  }

  /// Forgets what is known of the segment at hand: the codes of the next stand for other values.
  mutating func endSegment() { segmentCodes.removeAll(keepingCapacity: true) }

  /// The number of null when some row has no value; else anything.
  private mutating func identifyNull(ifIn rows: RowValues) -> UInt32 {
    rows.validity?.contains(false) == true ? identify(.null) : 0
  }

  private mutating func append(_ source: Source) -> UInt32 {
    sources.append(source)
    return UInt32(truncatingIfNeeded: sources.count - 1)
  }

  /// Where whole numbers and doubles meet in one attribute, 1 and 1.0 are one value.
  private func canonical(_ value: Value) -> Value {
    guard type == .mixed, case .double(let number) = value, let whole = Int64(exactly: number)
    else { return value }
    return .integer(whole)
  }
}

/// Writes the table's entry of each code, the last entry for codes past the others, and `null`
/// for rows without a value; true when no entry is unknown.
private func lookUp(
  _ codes: Swift.Span<UInt32>, _ validity: [Bool]?, _ null: UInt32,
  in table: Swift.Span<UInt32>, into result: inout [UInt32]
) -> Bool {
  guard let validity else { return lookUp(codes, in: table, into: &result) }
  var target = result.mutableSpan
  let flags = validity.span.extracting(0..<codes.count)
  let last = UInt32(truncatingIfNeeded: table.count &- 1)
  var greatest: UInt32 = 0
  for index in codes.indices {
    let entry = table[Int(min(codes[index], last))]
    let identifier = flags[index] ? entry : null
    target[index] = identifier
    greatest = max(greatest, identifier)
  }
  return greatest != .max
}

/// The same of rows that all have a value.
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
