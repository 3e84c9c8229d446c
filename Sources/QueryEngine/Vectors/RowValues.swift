/// A value for each row of a batch.
struct RowValues {
  enum Storage {
    /// Whole numbers, with the unit of the values' type; booleans as 0 and 1.
    case integers([Int64])
    /// Finite numbers where valid.
    case doubles([Double])
    case codes([UInt32], SegmentDictionary)
    /// Values of any type, null where there is none; `validity` is nil.
    case values([Value])
  }

  var type: ValueType
  var storage: Storage
  /// Whether each row has a value; nil when all have.
  ///
  /// What is stored of the others is unspecified.
  var validity: [Bool]?

  init(type: ValueType, _ storage: Storage, validity: [Bool]? = nil) {
    self.type = type
    self.storage = storage
    self.validity = validity
  }

  static func nulls(_ type: ValueType, count: Int) -> RowValues {
    let none = Array(repeating: false, count: count)
    if type == .integer || type.isUnit {
      return RowValues(type: type, .integers(Array(repeating: 0, count: count)), validity: none)
    }
    if type == .double {
      return RowValues(type: type, .doubles(Array(repeating: 0, count: count)), validity: none)
    }
    return RowValues(type: type, .values(Array(repeating: .null, count: count)))
  }

  var count: Int {
    switch storage {
    case .integers(let numbers): numbers.count
    case .doubles(let numbers): numbers.count
    case .codes(let codes, _): codes.count
    case .values(let values): values.count
    }
  }

  func value(at index: Int) throws(QueryError) -> Value {
    if let validity, !validity[index] { return .null }
    switch storage {
    case .integers(let numbers): return Value(numbers[index], unit: type)
    case .doubles(let numbers): return Value(finite: numbers[index])
    case .codes(let codes, let dictionary): return try dictionary.value(of: codes[index])
    case .values(let values): return values[index]
    }
  }

  /// All as values of the general kind.
  func boxed() throws(QueryError) -> [Value] {
    if case .values(let values) = storage { return values }
    if case .codes(let codes, let dictionary) = storage { dictionary.expect(codes.count) }
    var values: [Value] = []
    values.reserveCapacity(count)
    for index in 0..<count { values.append(try value(at: index)) }
    return values
  }

  /// Whether each row has a value; nil when all have.
  var presence: [Bool]? {
    guard case .values(let values) = storage else { return validity }
    let flags = values.map { $0 != .null }
    return flags.contains(false) ? flags : nil
  }
}

/// The rows that have a value in both.
func both(_ left: [Bool]?, _ right: [Bool]?) -> [Bool]? {
  guard let left else { return right }
  guard let right else { return left }
  var flags = left
  for index in flags.indices { flags[index] = flags[index] && right[index] }
  return flags
}
