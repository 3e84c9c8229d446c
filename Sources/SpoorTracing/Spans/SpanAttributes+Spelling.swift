import Tracing

extension SpanAttributes {
  /// Puts the text of a value that can be described in its place.
  ///
  /// It is code of the caller's that describes it, and shall run on the caller's thread, when the
  /// value is as it was. One pass does this and counts, as it is most of what ending a span costs.
  ///
  /// - Returns: about how many bytes of memory the attributes take.
  mutating func spellOut() -> Int {
    var byteCount = 0
    var described: [(name: String, value: SpanAttribute)] = []
    forEach { name, value in
      byteCount += 64 + name.utf8.count
      switch value {
      case .int64, .double, .bool, .int32: break
      case .string(let text): byteCount += text.utf8.count
      case .stringConvertible(let value): described.append((name, .string("\(value)")))
      case .stringConvertibleArray(let values):
        described.append((name, SpanAttribute(describing: values)))
      default: byteCount += value.textOrListByteCount
      }
    }
    for attribute in described {
      byteCount += attribute.value.textOrListByteCount
      set(attribute.name, value: attribute.value)
    }
    return byteCount
  }
}

extension SpanAttribute {
  /// The texts of values; or numbers, since swift-distributed-tracing takes a list of `Int` or `Float`
  /// for one of values that can be described.
  fileprivate init(describing values: [any CustomStringConvertible & Sendable]) {
    if let numbers = values as? [Int] {
      self = .int64Array(numbers.map(Int64.init))
    } else if let numbers = values as? [Float] {
      self = .doubleArray(numbers.map(Double.init))
    } else {
      self = .stringArray(values.map { "\($0)" })
    }
  }

  fileprivate var textOrListByteCount: Int {
    switch self {
    case .string(let text): text.utf8.count
    case .stringArray(let texts): texts.reduce(0) { $0 + 16 + $1.utf8.count }
    case .int32Array(let numbers): 4 * numbers.count
    case .int64Array(let numbers): 8 * numbers.count
    case .doubleArray(let numbers): 8 * numbers.count
    case .boolArray(let values): values.count
    default: 0
    }
  }
}
