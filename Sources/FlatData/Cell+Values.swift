import ByteCoding
import CivilCalendar
import QuerySyntax
import TraceModel

// What a value is worth to a field of each type.
extension Cell {
  func integer() throws(ValueError) -> Int64 {
    guard isScalar, let value = DecimalNumber.scaled(text.utf8, by: 1, isExact: true), value >= 0
    else { throw ValueError(self, isNo: "count", expected: "a whole number from 0") }
    return value
  }

  /// Nanoseconds since 1970 UTC.
  func instant(_ unit: ValueUnit?, in zone: Zone) throws(ValueError) -> Int64 {
    guard isScalar else { throw notAnInstant }
    if let unit, let value = DecimalNumber.scaled(text.utf8, by: unit.nanoseconds) {
      guard value >= 0 else { throw Self.beforeEpoch(self) }
      return value
    }
    guard let value = Timestamp.read(text, in: zone) else {
      if DecimalNumber.scaled(text.utf8, by: 1) != nil {
        throw ValueError(
          self, isNo: "time",
          expected: "a number needs its unit, as in --map COLUMN=start:s, or :ms, :us, :ns")
      }
      throw notAnInstant
    }
    guard value >= 0 else { throw Self.beforeEpoch(self) }
    return value
  }

  private var notAnInstant: ValueError {
    ValueError(
      self, isNo: "time", expected: "write 2023-11-16 18:15:46.68, with Z or +01:00 or none")
  }

  private static func beforeEpoch(_ cell: Cell) -> ValueError {
    ValueError(cell, isNo: "time of a span", expected: "times are from 1970 on")
  }

  /// Nanoseconds.
  func duration(_ unit: ValueUnit?) throws(ValueError) -> Int64 {
    guard isScalar, let value = nanoseconds(unit) else {
      let needsUnit = unit == nil && DecimalNumber.scaled(text.utf8, by: 1) != nil
      throw ValueError(
        self, isNo: "duration",
        expected: needsUnit
          ? "a number needs its unit, as in --map COLUMN=latency:ms, or :s, :us, :ns"
          : "write 1.5s, 250ms or 1m30s")
    }
    guard value >= 0 else {
      throw ValueError(self, isNo: "duration", expected: "durations are not negative")
    }
    return value
  }

  private func nanoseconds(_ unit: ValueUnit?) -> Int64? {
    let bytes = text.utf8
    let nameStart = bytes.lastIndex { $0 < 0x41 }.map { bytes.index(after: $0) } ?? bytes.startIndex
    let number = bytes[..<nameStart].reversed().drop { $0 == 0x20 }.reversed()
    let name = Substring(bytes[nameStart...])
    if name.isEmpty {
      return unit.flatMap { DecimalNumber.scaled(number, by: $0.nanoseconds) }
    }
    if let factor = Self.durationUnits[String(name)],
      let value = DecimalNumber.scaled(number, by: factor)
    {
      return value
    }
    // Several parts, as queries write them: `1m30s`.
    guard let literal = try? Literal(typing: text), case .duration(let value) = literal.value else {
      return nil
    }
    return value
  }

  private static let durationUnits: [String: Int64] = [
    "ns": 1, "us": 1_000, "µs": 1_000, "μs": 1_000, "ms": 1_000_000, "s": 1_000_000_000,
    "sec": 1_000_000_000, "m": 60_000_000_000, "min": 60_000_000_000, "h": 3_600_000_000_000,
    "d": 86_400_000_000_000,
  ]

  /// US dollars.
  func dollars() throws(ValueError) -> Double {
    let amount = text.utf8.first == UInt8(ascii: "$") ? text.utf8.dropFirst() : text.utf8[...]
    guard isScalar, let value = DecimalNumber.scaled(amount, by: 1_000_000_000) else {
      throw ValueError(self, isNo: "cost", expected: "US dollars, as 0.0123 or $0.0123")
    }
    return Double(value) / 1e9
  }

  func traceID(_ unit: ValueUnit?) throws(ValueError) -> TraceID {
    if unit == .hash, let id = TraceID(high: hash(seed: 1), low: hash(seed: 2)) { return id }
    // A UUID is 32 digits with dashes.
    if let id = TraceID(text.utf8.count == 36 ? text.filter { $0 != "-" } : text) { return id }
    throw ValueError(
      self, isNo: "trace id",
      expected: "32 hexadecimal digits or a UUID; --map COLUMN=trace_id:hash takes any text")
  }

  func spanID(_ unit: ValueUnit?) throws(ValueError) -> SpanID {
    if unit == .hash, let id = SpanID(rawValue: hash(seed: 3)) { return id }
    if let id = SpanID(text) { return id }
    throw ValueError(
      self, isNo: "span id",
      expected: "16 hexadecimal digits; --map COLUMN=span_id:hash takes any text")
  }

  private func hash(seed: UInt64) -> UInt64 {
    let text = text
    return xxHash64(ByteReader(text.utf8Span.span).bytes, seed: seed)
  }

  func spanKind() throws(ValueError) -> SpanKind {
    let word = text.lowercased()
    guard let kind = SpanKind.allCases.first(where: { $0.name == word }) else {
      throw ValueError(
        self, isNo: "kind", expected: SpanKind.allCases.map(\.name).joined(separator: ", "))
    }
    return kind
  }

  /// Nil for `running`, which a span is that has no end, whatever its code.
  func status() throws(ValueError) -> SpanStatus.Code? {
    switch text.lowercased() {
    case "running": return nil
    case "ok", "success", "succeeded": return .ok
    case "error", "failure", "failed": return .error
    case "unset": return .unset
    default:
      throw ValueError(
        self, isNo: "status",
        expected: "ok, error, unset or running; --map COLUMN=attr.status keeps other words")
    }
  }

  private var isScalar: Bool {
    if case .structure = kind { false } else { true }
  }

  /// The text of a field that holds no list.
  func fieldText() throws(ValueError) -> String {
    guard isScalar else { throw ValueError(self, isNo: "text", expected: "a text or a number") }
    return text
  }
}
