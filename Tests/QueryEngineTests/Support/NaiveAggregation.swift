import QueryEngine
import TraceModel

/// An aggregate over spans, as text and as meaning.
indirect enum NaiveAggregate {
  case call(String, OracleExpression?, OracleType?)
  case quantile(OracleExpression, OracleType, numerator: Int, denominator: Int)
  case uniqueValues(OracleExpression, limit: Int?)
  case histogram(OracleExpression, width: OracleConstant)
  case exemplars(Int)
  case rate
  case deviation(OracleExpression, OracleType)
  /// Whether the estimate of different values is near their count.
  case estimate(OracleExpression)
  case conditional(NaiveAggregate, OracleCondition)
  case arithmetic(NaiveAggregate, String, NaiveAggregate)
  /// What a `let` gave a name.
  case named(String, NaiveAggregate)

  var text: String {
    switch self {
    case .call(let name, let value, _): return "\(name)(\(value?.text ?? ""))"
    case .quantile(let value, _, let numerator, let denominator):
      let shares = [
        "1/2": "p50", "3/4": "p75", "9/10": "p90", "19/20": "p95", "99/100": "p99",
        "999/1000": "p999",
      ]
      if let name = shares["\(numerator)/\(denominator)"] { return "\(name)(\(value.text))" }
      return "quantile(\(value.text), \(numerator * 100 / denominator)%)"
    case .uniqueValues(let value, let limit):
      return "uniq_values(\(value.text)\(limit.map { ", \($0)" } ?? ""))"
    case .histogram(let value, let width): return "histogram(\(value.text), \(width.text))"
    case .exemplars(let count): return "exemplars(\(count))"
    case .rate: return "rate()"
    case .deviation(let value, _): return "stddev(\(value.text))"
    case .estimate(let value):
      let exact = "count_distinct(\(value.text))"
      return "(abs(approx_\(exact) - \(exact)) <= (4 + \(exact) / 10))"
    case .conditional(let inner, let condition): return "\(inner.text) if (\(condition.text))"
    case .arithmetic(let left, let sign, let right): return "(\(left.text) \(sign) \(right.text))"
    case .named(let name, _): return name
    }
  }

  /// What `fill 0` puts in its place: nothing for text, flags, and what no span has.
  var zero: Value {
    switch self {
    case .call(let name, _, let type):
      switch name {
      case "count", "count_distinct", "concurrency": .integer(0)
      case "error_rate": .double(0)
      case "exemplar": .null
      case "avg" where type == .integer: .double(0)
      default: type?.zero ?? .null
      }
    case .quantile(_, let type, _, _): type.zero
    case .uniqueValues, .histogram, .exemplars, .estimate: .null
    case .rate: .double(0)
    case .deviation(_, let type): type.unit.isEmpty ? .double(0) : type.zero
    case .conditional(let inner, _), .named(_, let inner): inner.zero
    case .arithmetic: .null
    }
  }

  /// Whether it counts spans in flight, alone.
  var isOfFlight: Bool {
    switch self {
    case .call(let name, _, _): name == "concurrency"
    case .conditional(let inner, _), .named(_, let inner): inner.isOfFlight
    default: false
    }
  }

  /// The most spans in flight at a time within an interval, of those that might be.
  func inFlight(_ spans: [TestSpan], from first: Int64, before end: Int64) -> OracleValue? {
    switch self {
    case .conditional(let inner, let condition):
      return inner.inFlight(
        spans.filter { condition.holds(for: $0) == true }, from: first, before: end)
    case .named(_, let inner): return inner.inFlight(spans, from: first, before: end)
    default:
      let flights = spans.compactMap { span in
        span.numbers[.latency].map { span.start..<span.start + max(1, $0) }
      }
      let moments = [first] + flights.map(\.lowerBound).filter { $0 > first && $0 < end }
      let most = moments.map { moment in flights.count { $0.contains(moment) } }.max() ?? 0
      return .whole(Int64(most), unit: "")
    }
  }

  /// The value of spans in the order of (start, trace id, span id); nil for null.
  ///
  /// The seconds are those that rates divide by; nil when there are none.
  func value(of spans: [TestSpan], over seconds: Double? = nil) -> OracleValue? {
    switch self {
    case .call(let name, let value, let type):
      return Self.call(name, spans, value, type)
    case .quantile(let value, _, let numerator, let denominator):
      let sorted = spans.weighed(value)
      guard !sorted.isEmpty else { return nil }
      return sorted[max(1, (sorted.count * numerator + denominator - 1) / denominator) - 1]
    case .uniqueValues(let value, let limit):
      let distinct = Set(spans.compactMap { value.value(of: $0) })
        .sorted { ($0.order($1) ?? 0) < 0 }
      return .list(Array(distinct.prefix(limit ?? .max)))
    case .histogram(let value, let width):
      let edges = spans.weighed(value).compactMap { NaiveArithmetic.bucket($0, width.value) }
      var pairs: [(edge: OracleValue, quarters: Int64)] = []
      for edge in edges {
        if pairs.last?.edge != edge { pairs.append((edge, 0)) }
        pairs[pairs.count - 1].quarters += 1
      }
      return .list(
        pairs.map { edge, quarters in
          .list([edge, .whole(NaiveArithmetic.halfEven(quarters, 4), unit: "")])
        })
    case .exemplars(let count): return .list(Self.slowest(spans, count))
    case .rate: return seconds.map { .number(Double(spans.quarters) / 4 / $0) }
    case .deviation(let value, let type): return NaiveDeviation(spans, value).value(of: type)
    // An estimate may be off by 5 %, seldom by more; so few values hardly ever collide so often.
    case .estimate: return .flag(true)
    case .conditional(let inner, let condition):
      return inner.value(of: spans.filter { condition.holds(for: $0) == true }, over: seconds)
    case .arithmetic(let left, let sign, let right):
      guard let first = left.value(of: spans, over: seconds),
        let second = right.value(of: spans, over: seconds)
      else { return nil }
      return NaiveArithmetic.result(first, sign, second)
    case .named(_, let aggregate): return aggregate.value(of: spans, over: seconds)
    }
  }

  private static func call(
    _ name: String, _ spans: [TestSpan], _ value: OracleExpression?, _ type: OracleType?
  ) -> OracleValue? {
    let values = value.map { value in spans.compactMap { value.value(of: $0) } } ?? []
    let count = { (number: Int) in OracleValue.whole(Int64(number), unit: "") }
    switch name {
    case "count": return (value.map { spans.having($0) } ?? spans).weighedCount
    case "count_distinct": return count(Set(values).count)
    case "first", "any": return values.first
    case "last": return values.last
    case "min": return values.min { ($0.order($1) ?? 0) < 0 }
    case "max": return values.max { ($0.order($1) ?? 0) < 0 }
    case "sum": return value.flatMap { sum(spans.weighed($0)) }
    case "avg": return value.flatMap { average(spans.weighed($0)) }
    case "error_rate":
      let errors = spans.filter { $0.texts[.status] == "error" }.quarters
      return spans.isEmpty ? nil : .number(Double(errors) / Double(spans.quarters))
    case "concurrency": return count(inFlight(spans))
    case "exemplar": return slowest(spans, 1).first
    default: return nil
    }
  }

  /// Of quarters.
  private static func sum(_ values: [OracleValue]) -> OracleValue? {
    guard let first = values.first else { return nil }
    if case .whole(_, let unit) = first {
      let sum = values.reduce(0) { $0 + $1.wholeNumber }
      return .whole(NaiveArithmetic.halfEven(sum, 4), unit: unit)
    }
    return .number(values.reduce(0) { $0 + $1.doubleNumber } / 4)
  }

  private static func average(_ values: [OracleValue]) -> OracleValue? {
    guard let first = values.first else { return nil }
    if case .whole(_, let unit) = first {
      let sum = values.reduce(0) { $0 + $1.wholeNumber }
      if unit == "" { return .number(Double(sum) / Double(values.count)) }
      return .whole(NaiveArithmetic.halfEven(sum, Int64(values.count)), unit: unit)
    }
    return .number(values.reduce(0) { $0 + $1.doubleNumber } / Double(values.count))
  }

  /// At some start, most spans are in flight.
  private static func inFlight(_ spans: [TestSpan]) -> Int {
    let known = spans.compactMap { span in
      span.numbers[.latency].map { span.start..<span.start + max(1, $0) }
    }
    return known.map { one in known.count { $0.contains(one.lowerBound) } }.max() ?? 0
  }

  private static func slowest(_ spans: [TestSpan], _ count: Int) -> [OracleValue] {
    let slow = spans.enumerated().filter { $0.element.numbers[.latency] != nil }
      .sorted { left, right in
        let (first, second) = (left.element.numbers[.latency], right.element.numbers[.latency])
        return (-(first ?? 0), left.offset) < (-(second ?? 0), right.offset)
      }
    var traces: [OracleValue] = []
    for (_, span) in slow {
      let trace = OracleValue.text(span.traceID.description)
      if traces.count < count && !traces.contains(trace) { traces.append(trace) }
    }
    return traces
  }
}

extension OracleValue {
  fileprivate var wholeNumber: Int64 { if case .whole(let number, _) = self { number } else { 0 } }
  fileprivate var doubleNumber: Double { if case .number(let number) = self { number } else { 0 } }
}

/// A condition on a group.
indirect enum NaiveGroupCondition {
  case compare(NaiveAggregate, String, OracleConstant)
  case not(NaiveGroupCondition)
  case and(NaiveGroupCondition, NaiveGroupCondition)

  var text: String {
    switch self {
    case .compare(let aggregate, let comparison, let constant):
      "\(aggregate.text) \(comparison) \(constant.text)"
    case .not(let operand): "not (\(operand.text))"
    case .and(let left, let right): "(\(left.text) and \(right.text))"
    }
  }

  func holds(for spans: [TestSpan]) -> Bool? {
    switch self {
    case .compare(let aggregate, let comparison, let constant):
      return aggregate.value(of: spans).flatMap { $0.compares(comparison, constant.value) }
    case .not(let operand): return operand.holds(for: spans).map { !$0 }
    case .and(let left, let right):
      let (first, second) = (left.holds(for: spans), right.holds(for: spans))
      if first == false || second == false { return false }
      return first == nil || second == nil ? nil : true
    }
  }
}
