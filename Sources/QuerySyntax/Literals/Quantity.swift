/// Why a text with a number's shape has no value.
enum QuantityError: Error, Equatable {
  enum Unit: String {
    case nanosecond, byte, money, count
  }
  case overflow
  /// Finer than the unit that it is stored in.
  case inexact(Unit)
  /// `5M`: minutes, megabytes or millions?
  case ambiguousMega

  func diagnostic(_ text: String, at range: SourceRange) -> Diagnostic {
    switch self {
    case .overflow:
      Diagnostic(
        "\(quoted(text)) is too large", at: range,
        hint: "the largest whole number is 9223372036854775807, the longest duration 292 years; "
          + "text takes quotes")
    case .inexact(.money):
      Diagnostic("\(quoted(text)) has more than 9 decimals", at: range)
    case .inexact(.count):
      Diagnostic("\(quoted(text)) is not a whole number", at: range)
    case .inexact(let unit):
      Diagnostic("\(quoted(text)) is not a whole number of \(unit.rawValue)s", at: range)
    case .ambiguousMega:
      Diagnostic(
        "\(quoted(text)) could be minutes, megabytes or millions", at: range,
        hint: Self.megaHint(String(text.dropLast())))
    }
  }

  private static func megaHint(_ number: String) -> String {
    let millions = number.contains(".") ? "\(number)e6" : "\(number)_000_000"
    return "write \(number)m, \(number)MB or \(millions), or quotes around it if it is text"
  }
}

/// A number with its unit: `5`, `1.5e3`, `10k`, `5%`, `1h30m`, `10KiB`.
enum Quantity {
  case integer(Decimal)
  case double(Decimal, exponent: String)
  case thousands(Decimal)
  case percent(Decimal)
  /// Each part with its unit's nanoseconds.
  case duration([(Decimal, Int64)])
  case bytes(Decimal, Int64)

  /// Shortest last, since a unit is matched by its whole text.
  static let durationUnits: [(name: String, nanoseconds: Int64)] = [
    ("w", 604_800_000_000_000), ("d", 86_400_000_000_000), ("h", 3_600_000_000_000),
    ("m", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000), ("µs", 1_000),
    ("μs", 1_000), ("ns", 1),
  ]
  static let byteUnits: [(name: String, bytes: Int64)] = [
    ("B", 1), ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000),
    ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40),
  ]

  /// Reads a text that has one of the shapes from its first to its last byte, or returns nil.
  static func read(_ bytes: ArraySlice<UInt8>) throws(QuantityError) -> Quantity? {
    guard let (decimal, rest) = Decimal.read(bytes) else { return nil }
    let unit = String(decoding: rest, as: UTF8.self)
    switch unit {
    case "": return decimal.fraction.isEmpty ? .integer(decimal) : .double(decimal, exponent: "0")
    case "k": return .thousands(decimal)
    case "%": return .percent(decimal)
    case "M": throw .ambiguousMega
    default: break
    }
    if let unit = byteUnits.first(where: { $0.name == unit }) { return .bytes(decimal, unit.bytes) }
    if let exponent = exponent(rest) { return .double(decimal, exponent: exponent) }
    return duration(bytes)
  }

  // exponent = ( "E" | "e" ) [ "+" | "-" ] digit [ digit [ digit ] ] ;
  /// Longer ones would overflow anyway, and are rather identifiers such as `12e4567890123456`.
  private static func exponent(_ bytes: ArraySlice<UInt8>) -> String? {
    guard let first = bytes.first, first | 0x20 == UInt8(ascii: "e") else { return nil }
    var digits = bytes.dropFirst()
    if let sign = digits.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
      digits = digits.dropFirst()
    }
    guard (1...3).contains(digits.count), digits.allSatisfy(Decimal.isDigit) else { return nil }
    return String(decoding: bytes.dropFirst(), as: UTF8.self)
  }

  // duration = decimal unit { decimal unit } ; (* from the longest unit to the shortest *)
  private static func duration(_ bytes: ArraySlice<UInt8>) -> Quantity? {
    var parts: [(Decimal, Int64)] = []
    var rest = bytes
    while !rest.isEmpty {
      guard let (decimal, afterNumber) = Decimal.read(rest) else { return nil }
      let unitEnd = afterNumber.firstIndex(where: Decimal.isDigit) ?? afterNumber.endIndex
      let name = String(decoding: afterNumber[..<unitEnd], as: UTF8.self)
      guard let unit = durationUnits.first(where: { $0.name == name }) else { return nil }
      if let last = parts.last {
        // Only the last part may have decimals: `1.5h30m` says it twice.
        guard unit.nanoseconds < last.1, last.0.fraction.isEmpty else { return nil }
      }
      parts.append((decimal, unit.nanoseconds))
      rest = afterNumber[unitEnd...]
    }
    return .duration(parts)
  }

  func value(isNegative: Bool) throws(QuantityError) -> Literal.Value {
    switch self {
    case .integer(let decimal):
      return .integer(try decimal.scaled(by: 1, unit: .count, isNegative: isNegative))
    case .thousands(let decimal):
      return .integer(try decimal.scaled(by: 1_000, unit: .count, isNegative: isNegative))
    case .double(let decimal, let exponent):
      return .double(try decimal.double(exponent: exponent, isNegative: isNegative))
    case .percent(let decimal):
      return .percent(try decimal.double(exponent: "-2", isNegative: isNegative))
    case .bytes(let decimal, let factor):
      return .bytes(try decimal.scaled(by: factor, unit: .byte, isNegative: isNegative))
    case .duration(let parts):
      return .duration(try Self.sum(parts, isNegative: isNegative))
    }
  }

  private static func sum(
    _ parts: [(Decimal, Int64)], isNegative: Bool
  ) throws(QuantityError) -> Int64 {
    var total: Int64 = 0
    for (decimal, factor) in parts {
      let part = try decimal.scaled(by: factor, unit: .nanosecond, isNegative: isNegative)
      let (sum, isOverflow) = total.addingReportingOverflow(part)
      guard !isOverflow else { throw .overflow }
      total = sum
    }
    return total
  }
}
