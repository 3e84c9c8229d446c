import Scanning

/// Gives each distinct value a number, so that groups and sets work on numbers.
struct ValueInterner {
  /// The values in the order of their numbers.
  private(set) var values: [Value] = []
  private var identifiers: [ExactValue: UInt32] = [:]
  /// For whole numbers and doubles: bit patterns to positions in `numberIdentifiers`.
  private var numbers = IdentifierTable()
  private var numberIdentifiers: [UInt32] = []
  private var textByteCount = 0
  private let type: ValueType
  /// Numbers of the codes of the segment at hand, by dictionary.
  private var segmentCodes: [ObjectIdentifier: [UInt32]] = [:]
  private var segmentIndex = -1

  private static let unknown = UInt32.max

  init(type: ValueType) {
    self.type = type
  }

  /// The number of null; nil while there was none.
  var nullIdentifier: UInt32? { identifiers[ExactValue(.null)] }

  var byteCount: Int {
    textByteCount + values.count * 2 * MemoryLayout<Value>.stride + numbers.byteCount
  }

  mutating func identify(_ value: Value) -> UInt32 {
    let value = canonical(value)
    if let known = identifiers[ExactValue(value)] { return known }
    let identifier = append(value)
    identifiers[ExactValue(value)] = identifier
    return identifier
  }

  /// The number of each row's value.
  mutating func identify(
    _ rows: RowValues, in reader: SegmentReader
  ) throws(QueryError) -> [UInt32] {
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
      return try identify(codes, dictionary, rows, reader)
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

  private mutating func identify(
    _ codes: [UInt32], _ dictionary: SegmentDictionary, _ rows: RowValues,
    _ reader: SegmentReader
  ) throws(QueryError) -> [UInt32] {
    if segmentIndex != reader.index {
      segmentCodes = [:]
      segmentIndex = reader.index
    }
    let key = ObjectIdentifier(dictionary)
    var known =
      segmentCodes.removeValue(forKey: key)
      ?? Array(repeating: Self.unknown, count: dictionary.count)
    let null = identifyNull(ifIn: rows)
    var result = [UInt32](repeating: null, count: codes.count)
    for index in codes.indices where rows.isValid(index) {
      let code = Int(codes[index])
      if code >= known.count || known[code] == Self.unknown {
        let identifier = identify(try dictionary.value(of: codes[index]))
        known[code] = identifier
      }
      result[index] = known[code]
    }
    segmentCodes[key] = known
    return result
  }

  /// The number of null when some row has no value; else anything.
  private mutating func identifyNull(ifIn rows: RowValues) -> UInt32 {
    rows.validity?.contains(false) == true ? identify(.null) : 0
  }

  private mutating func append(_ value: Value) -> UInt32 {
    if case .string(let text) = value { textByteCount += text.utf8.count }
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
