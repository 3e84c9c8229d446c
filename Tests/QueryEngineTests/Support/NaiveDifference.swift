import QueryEngine
import Scanning
import TraceModel

/// What `diff {a} vs {b}` counts, by loops over spans.
struct NaiveDifference {
  /// A row's attribute, value, and how many spans of each population have it.
  struct Row: Hashable {
    var attribute: String
    var value: Value
    var first: Int
    var second: Int
  }

  let first: [TestSpan]
  let second: [TestSpan]
  /// Fields and attributes that the populations are told apart by.
  let defining: Set<String>

  private static let texts: [Field] = [.name, .stage, .status, .model, .promptVersion]
  private static let numbers: [(field: Field, unit: String)] = [
    (.latency, "ns"), (.timeToFirstToken, "ns"), (.totalTokens, ""), (.cost, "$"),
    (.inputBytes, "B"),
  ]

  /// All rows, in any order.
  func rows() -> Set<Row> {
    let spans = first + second
    var rows: [Row] = []
    for field in Self.texts where !defining.contains(field.name) {
      rows += counted(field.name) { $0.texts[field].map { .string($0) } ?? .null }
    }
    for (field, unit) in Self.numbers where !defining.contains(field.name) {
      let labels = NaiveRanges(
        spans.compactMap { $0.numbers[field] }.map { .whole($0, unit: unit) })
      rows += counted(field.name) {
        $0.numbers[field].map { labels.label(.whole($0, unit: unit)) } ?? .null
      }
    }
    let ofFields = Set(rows.map { Row(attribute: "", value: $0.value, $0) })
    for name in Set(spans.flatMap(\.attributes.keys)) where name.scope == .span {
      let shown = "attr.\(name.key)"
      guard !defining.contains(shown) else { continue }
      let values = spans.compactMap { $0.attributes[name] }
      guard !values.contains(where: \.isArray) else { continue }
      let isWhole = !values.contains { if case .double = $0 { true } else { false } }
      let labels = NaiveRanges(values.compactMap { $0.naive(isWhole: isWhole) })
      rows += counted(shown) { span in
        switch span.attributes[name] {
        case .string(let text): .string(text)
        case .boolean(let flag): .boolean(flag)
        case let number?: number.naive(isWhole: isWhole).map { labels.label($0) } ?? .null
        case nil: .null
        }
      }.filter { $0.value == .null || !ofFields.contains(Row(attribute: "", value: $0.value, $0)) }
    }
    return Set(rows)
  }

  private func counted(_ attribute: String, _ value: (TestSpan) -> Value) -> [Row] {
    var counts: [Value: (first: Int, second: Int)] = [:]
    for span in first { counts[value(span), default: (0, 0)].first += 1 }
    for span in second { counts[value(span), default: (0, 0)].second += 1 }
    guard counts.count > 1 else { return [] }
    return counts.filter { $0.value.first + $0.value.second >= 5 }
      .filter { count in
        // Of two values the one that is more frequent in the first population.
        counts.count > 2
          || count.value.first * second.count >= count.value.second * first.count
      }
      .map {
        Row(attribute: attribute, value: $0.key, first: $0.value.first, second: $0.value.second)
      }
  }
}

extension NaiveDifference.Row {
  fileprivate init(attribute: String, value: Value, _ row: Self) {
    self.init(attribute: attribute, value: value, first: row.first, second: row.second)
  }
}

/// Numbers of one unit, each by itself where they are few, else in ranges between rounded deciles.
struct NaiveRanges {
  private var edges: [OracleValue] = []
  private var lowest: OracleValue?
  private let isFew: Bool

  init(_ numbers: [OracleValue]) {
    let sorted = numbers.sorted { ($0.order($1) ?? 0) < 0 }
    var distinct: [OracleValue] = []
    for number in sorted where distinct.last != number { distinct.append(number) }
    isFew = distinct.count <= 10
    guard !isFew else { return }
    let deciles = (1...9).map { sorted[(sorted.count * $0 + 9) / 10 - 1] }
    let isFirstAlone = deciles[0] == distinct[0]
    if isFirstAlone { lowest = distinct[0] }
    let start = isFirstAlone ? distinct[1] : distinct[0]
    let exact = distinct.filter { deciles.contains($0) && ($0.order(start) ?? 0) > 0 }
    for digits in 2...19 {
      edges =
        (isFirstAlone ? [start.rounded(digits, down: true)] : [])
        + exact.map { $0.rounded(digits, down: false) }
      let ascends = zip([distinct[0]] + edges, edges).allSatisfy { ($0.order($1) ?? 0) < 0 }
      let isBelow = edges.last.map { ($0.order(sorted[sorted.count - 1]) ?? 1) <= 0 } ?? false
      if ascends && isBelow { break }
    }
  }

  func label(_ number: OracleValue) -> Value {
    if isFew { return number.shown }
    let place = edges.count { ($0.order(number) ?? 1) <= 0 }
    if place == 0 { return lowest?.shown ?? .string("< \(edges[0].written)") }
    if place == edges.count { return .string(">= \(edges[place - 1].written)") }
    return .string("\(edges[place - 1].written)..\(edges[place].written)")
  }
}

extension OracleValue {
  /// Rounded by its decimal digits: half away from zero, or down.
  fileprivate func rounded(_ count: Int, down: Bool) -> OracleValue {
    let text: String
    switch self {
    case .whole(let number, _): text = "\(number.magnitude)"
    case .number(let number): text = "\(number.magnitude)"
    default: return self
    }
    let isNegative = (order(zeroOfKind) ?? 0) < 0
    let parts = text.split(separator: "e")
    let point = parts[0].split(separator: ".")
    var digits = (point[0] + (point.count > 1 ? point[1] : "")).compactMap(\.wholeNumberValue)
    // The value is 0.d1d2d3… times ten to this power.
    var power = point[0].count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    while let first = digits.first, first == 0 {
      digits.removeFirst()
      power -= 1
    }
    guard digits.count > count else { return self }
    let rest = digits[count...]
    let goesUp = down ? isNegative && rest.contains { $0 > 0 } : rest[count] >= 5
    digits = Array(digits.prefix(count))
    if goesUp {
      var index = count - 1
      while index >= 0, digits[index] == 9 {
        digits[index] = 0
        index -= 1
      }
      if index >= 0 { digits[index] += 1 } else { (digits, power) = ([1] + digits, power + 1) }
    }
    let written = (isNegative ? "-" : "") + "0." + digits.map(String.init).joined() + "e\(power)"
    switch self {
    case .whole(_, let unit):
      let whole = digits.reduce(Int64(0)) { $0 * 10 + Int64($1) }
      let scale = (0..<max(0, power - digits.count)).reduce(Int64(1)) { scale, _ in scale * 10 }
      return .whole((isNegative ? -1 : 1) * whole * scale, unit: unit)
    default: return .number(Double(written) ?? .nan)
    }
  }

  private var zeroOfKind: OracleValue {
    if case .whole(_, let unit) = self { .whole(0, unit: unit) } else { .number(0) }
  }

  /// As a query has it.
  fileprivate var written: String {
    switch self {
    case .whole(let number, ""): return "\(number)"
    case .whole(let number, "$"): return "$" + Self.shifted(number, by: 9)
    case .whole(let number, "B"):
      return number >= 1_000 ? Self.shifted(number, by: 3) + "KB" : "\(number)B"
    case .whole(let number, _):
      return number >= second
        ? Self.shifted(number, by: 9) + "s" : Self.shifted(number, by: 6) + "ms"
    case .number(let number):
      return number == number.rounded() && number.magnitude < 1e15 ? "\(Int(number))" : "\(number)"
    default: return ""
    }
  }

  /// A decimal of which so many digits are behind the point.
  private static func shifted(_ number: Int64, by places: Int) -> String {
    let padded = String(repeating: "0", count: places + 1) + "\(number)"
    var text = padded.dropLast(places) + "." + padded.suffix(places)
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    while text.hasPrefix("00") { text.removeFirst() }
    return String(
      text.hasPrefix("0") && !text.hasPrefix("0.") && text.count > 1 ? text.dropFirst() : text)
  }
}

extension AttributeValue {
  fileprivate var isArray: Bool { if case .array = self { true } else { false } }

  /// A number; nil for other values, NaN among them.
  fileprivate func naive(isWhole: Bool) -> OracleValue? {
    switch self {
    case .integer(let number): isWhole ? .whole(number, unit: "") : .number(Double(number))
    case .double(let number): number.isFinite ? .number(number) : nil
    default: nil
    }
  }
}
