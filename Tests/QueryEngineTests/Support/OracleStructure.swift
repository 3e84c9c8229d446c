import QueryEngine
import TraceModel

/// Where a span is in its trace.
final class NaivePlace: Sendable {
  let trace: NaiveTrace
  let index: Int

  init(_ trace: NaiveTrace, _ index: Int) {
    self.trace = trace
    self.index = index
  }

  /// The root, or the parent by its id.
  func relative(_ relation: String) -> TestSpan? {
    let place =
      relation == "root"
      ? trace.root()
      : trace.spans.firstIndex { $0.spanID == trace.spans[index].parentID }
    return place.map { trace.member($0) }
  }
}

extension NaiveTrace {
  /// The spans with their fields of the tree and their places.
  func members() -> [TestSpan] {
    let trace = NaiveTrace(withFields())
    return trace.spans.indices.map { trace.member($0) }
  }

  func member(_ index: Int) -> TestSpan {
    var span = spans[index]
    span.place = NaivePlace(self, index)
    return span
  }

  /// The relatives of a span, each of them looked for among all.
  func relatives(_ relation: String, of index: Int) -> [Int] {
    spans.indices.filter { other in
      switch relation {
      case "parent": parents[index] == other
      case "child": parents[other] == index
      case "ancestor": ancestors(of: index).contains(other)
      case "descendant": ancestors(of: other).contains(index)
      case "sibling": other != index && areSiblings(other, index)
      case "root": root() == other
      default: true
      }
    }
  }

  private func areSiblings(_ left: Int, _ right: Int) -> Bool {
    if let parent = parents[left] { return parent == parents[right] }
    return isOrphan(left) && isOrphan(right) && spans[left].parentID == spans[right].parentID
  }
}

/// A condition on other spans of the trace, as text and as meaning.
indirect enum OracleStructure {
  case relation(String, OracleCondition?)
  case spans(OracleCondition?)
  case arrow(String, OracleCondition, OracleCondition)
  case both(OracleCondition, OracleCondition)
  case either(OracleCondition, OracleCondition)
  case aggregate(OracleAggregate, String, OracleConstant)

  static let relations = ["parent", "child", "ancestor", "descendant", "sibling", "root", "trace"]
  /// What each arrow asks the left side to be.
  static let arrows = [
    ">>": "ancestor", ">": "parent", "<<": "descendant", "<": "child", "~": "sibling",
  ]

  var text: String {
    switch self {
    case .relation(let name, let condition): "\(name){\(condition?.text ?? "")}"
    case .spans(let condition): "{\(condition?.text ?? "")}"
    case .arrow(let arrow, let left, let right): "(\(left.asSpanset) \(arrow) \(right.asSpanset))"
    case .both(let left, let right): "(\(left.asSpanset) && \(right.asSpanset))"
    case .either(let left, let right): "(\(left.asSpanset) || \(right.asSpanset))"
    case .aggregate(let aggregate, let comparison, let constant):
      "\(aggregate.text) \(comparison) \(constant.text)"
    }
  }

  func holds(for span: TestSpan) -> Bool? {
    switch self {
    case .relation(let name, let condition): return span.has(name, condition)
    case .spans(let condition): return condition.map { $0.holds(for: span) } ?? true
    case .arrow(let arrow, let left, let right):
      let isNegated = arrow.hasPrefix("!")
      let relation = Self.arrows[isNegated ? String(arrow.dropFirst()) : arrow] ?? ""
      return and(right.holds(for: span), span.has(relation, left) != isNegated)
    case .both(let left, let right):
      return and(
        or(left.holds(for: span), right.holds(for: span)),
        span.has("trace", left) && span.has("trace", right))
    case .either(let left, let right): return or(left.holds(for: span), right.holds(for: span))
    case .aggregate(let aggregate, let comparison, let constant):
      return aggregate.value(of: span).flatMap { $0.compares(comparison, constant.value) }
    }
  }

  private func and(_ left: Bool?, _ right: Bool?) -> Bool? {
    if left == false || right == false { return false }
    return left == nil || right == nil ? nil : true
  }

  private func or(_ left: Bool?, _ right: Bool?) -> Bool? {
    and(left.map { !$0 }, right.map { !$0 }).map { !$0 }
  }
}

extension OracleCondition {
  /// Spansets that are joined take parentheses, everything else braces.
  fileprivate var asSpanset: String {
    if case .structure(let structure) = self {
      switch structure {
      case .spans, .arrow, .both, .either: return structure.text
      default: break
      }
    }
    return "{\(text)}"
  }
}

extension TestSpan {
  fileprivate func has(_ relation: String, _ condition: OracleCondition?) -> Bool {
    relatives(relation).contains { condition?.holds(for: $0) ?? (condition == nil) }
  }

  fileprivate func relatives(_ relation: String) -> [TestSpan] {
    guard let place else { return [] }
    return place.trace.relatives(relation, of: place.index).map { place.trace.member($0) }
  }
}

/// `sum(child{…}.latency)`.
struct OracleAggregate {
  var function: String
  var relation: String
  var condition: OracleCondition?
  var field: OracleField?

  var text: String {
    "\(function)(\(relation){\(condition?.text ?? "")}\(field.map { "." + $0.name } ?? ""))"
  }

  func value(of span: TestSpan) -> OracleValue? {
    let relatives = span.relatives(relation)
      .filter { relative in condition.map { $0.holds(for: relative) == true } ?? true }
    guard let field else { return .whole(Int64(relatives.count), unit: "") }
    let values = relatives.compactMap { field.value(of: $0) }
    if function == "count" { return .whole(Int64(values.count), unit: "") }
    let sorted = values.sorted { ($0.order($1) ?? 0) < 0 }
    switch function {
    case "min": return sorted.first
    case "max": return sorted.last
    case "sum": return OracleValue(shown: OracleGroups.sum(values), unit: field.unit)
    default: return OracleValue(shown: OracleGroups.average(values), unit: field.unit)
    }
  }
}

extension OracleValue {
  /// What a result shows; nil for null.
  fileprivate init?(shown: Value, unit: String) {
    switch shown {
    case .integer(let number), .duration(let number), .money(let number):
      self = .whole(number, unit: unit)
    case .double(let number): self = .number(number)
    default: return nil
    }
  }
}

extension RandomStore {
  mutating func structure(depth: Int) -> OracleStructure {
    let (own, ownNames) = (questions, named)
    defer { (questions, named) = (own, ownNames) }
    if let spanQuestions { (questions, named) = (spanQuestions, [:]) }
    let relation = OracleStructure.relations.randomElement(using: &generator) ?? "child"
    switch Int.random(in: 0..<10, using: &generator) {
    case 0..<4: return .relation(relation, chance(20) ? nil : condition(depth: depth + 1))
    case 4: return .spans(chance(10) ? nil : condition(depth: depth + 1))
    case 5, 6:
      let arrow = OracleStructure.arrows.keys.sorted().randomElement(using: &generator) ?? ">"
      return .arrow(
        chance(30) ? "!" + arrow : arrow, condition(depth: depth + 1), condition(depth: depth + 1))
    case 7: return .both(condition(depth: depth + 1), condition(depth: depth + 1))
    case 8 where chance(50):
      return .either(condition(depth: depth + 1), condition(depth: depth + 1))
    default:
      let aggregate = aggregate(depth: depth)
      let comparison = ["=", "!=", "<", ">="].randomElement(using: &generator) ?? "="
      guard let field = aggregate.field, aggregate.function != "count" else {
        let number = Int64.random(in: 0...4, using: &generator)
        return .aggregate(
          aggregate, comparison, OracleConstant(text: "\(number)", value: .whole(number, unit: "")))
      }
      return .aggregate(aggregate, comparison, constant(field))
    }
  }

  mutating func aggregate(depth: Int) -> OracleAggregate {
    let (own, ownNames) = (questions, named)
    defer { (questions, named) = (own, ownNames) }
    if let spanQuestions { (questions, named) = (spanQuestions, [:]) }
    let fields = [
      OracleField(name: "latency", unit: "ns"), OracleField(name: "total_tokens"),
      OracleField(name: "cost", unit: "$"), OracleField(name: "attr.score"),
    ]
    let function =
      ["count", "count", "sum", "avg", "min", "max"].randomElement(using: &generator) ?? "count"
    let isBare = function == "count" && chance(60)
    return OracleAggregate(
      function: function,
      relation: OracleStructure.relations.randomElement(using: &generator) ?? "child",
      condition: chance(20) ? nil : condition(depth: depth + 1),
      field: isBare ? nil : fields.randomElement(using: &generator))
  }
}

extension OracleCondition {
  /// Whether it is written as spans: in braces, or with arrows between such.
  var isSpanset: Bool {
    guard case .structure(let structure) = self else { return false }
    switch structure {
    case .spans, .arrow, .both, .either: return true
    case .relation, .aggregate: return false
    }
  }
}
