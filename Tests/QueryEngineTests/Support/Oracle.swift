import QueryEngine
import Scanning
import TraceModel

/// What a field of a span holds, the way a query sees it; written without a look at the engine.
indirect enum OracleValue: Hashable {
  case text(String)
  case number(Double)
  /// A whole number with the name of its unit, "" for a plain one.
  case whole(Int64, unit: String)
  case flag(Bool)
  case list([OracleValue])
}

/// A field of the test store, and what it is called in queries.
struct OracleField: Hashable {
  var name: String
  var unit = ""

  /// The name without the relative's before it.
  var baseName: String {
    for prefix in ["root.", "parent."] where name.hasPrefix(prefix) {
      return String(name.dropFirst(prefix.count))
    }
    return name
  }

  private var isOfTree: Bool {
    ["depth", "child_count", "self_time", "is_orphan", "critical_path_share"].contains(name)
  }

  func value(of span: TestSpan) -> OracleValue? {
    if baseName != name {
      let relation = String(name.dropLast(baseName.count + 1))
      guard let relative = span.relatives[relation]?.first ?? span.place?.relative(relation)
      else { return nil }
      return OracleField(name: baseName, unit: unit).value(of: relative)
    }
    if name.hasPrefix("trace.") || isOfTree { return span.tree[name] }
    if ["span_count", "error_count", "turn_count"].contains(name) { return span.tree[name] }
    switch name {
    case "trace_id": return .text(span.traceID.description)
    case "span_id": return .text(span.spanID.description)
    case "parent_id": return span.parentID.map { .text($0.description) }
    default: break
    }
    if let field = Field(named: name) {
      if let text = span.texts[field] { return .text(text) }
      return span.numbers[field].map { .whole($0, unit: unit) }
    }
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    let scope = AttributeScopeName(rawValue: parts[0]) ?? .span
    return span.attributes[scope.name(parts[1])].flatMap(OracleValue.init(attribute:))
  }
}

enum AttributeScopeName: String {
  case span, event, score

  func name(_ key: String) -> AttributeName {
    switch self {
    case .span: AttributeName(scope: .span, key: key)
    case .event: AttributeName(scope: .event, key: key)
    case .score: AttributeName(scope: .score, key: key)
    }
  }
}

extension OracleValue {
  init?(attribute: AttributeValue) {
    switch attribute {
    case .string(let text): self = .text(text)
    case .boolean(let flag): self = .flag(flag)
    case .integer(let number): self = .whole(number, unit: "")
    case .double(let number):
      guard number.isFinite else { return nil }
      self = .number(number)
    case .array(let elements): self = .list(elements.compactMap(OracleValue.init(attribute:)))
    default: return nil
    }
  }

  /// The result's value.
  var shown: Value {
    switch self {
    case .text(let text): .string(text)
    case .number(let number): .double(number + 0)
    case .whole(let number, "ns"): .duration(number)
    case .whole(let number, "t"): .instant(number)
    case .whole(let number, "$"): .money(number)
    case .whole(let number, "B"): .bytes(number)
    case .whole(let number, _): .integer(number)
    case .flag(let flag): .boolean(flag)
    case .list(let elements): .list(elements.map(\.shown))
    }
  }

  /// -1, 0 or 1; nil when the two do not compare.
  func order(_ other: OracleValue) -> Int? {
    switch (self, other) {
    case (.text(let left), .text(let right)):
      let (left, right) = (Array(left.utf8), Array(right.utf8))
      return left == right ? 0 : (left.lexicographicallyPrecedes(right) ? -1 : 1)
    case (.flag(let left), .flag(let right)):
      return left == right ? 0 : (right ? -1 : 1)
    case (.whole(let left, let unit), .whole(let right, let otherUnit)):
      guard unit == otherUnit else { return nil }
      return left == right ? 0 : (left < right ? -1 : 1)
    case (.number(let left), .number(let right)):
      return left == right ? 0 : (left < right ? -1 : 1)
    // The test store's whole numbers are small, so that doubles hold them.
    case (.whole(let left, ""), .number(let right)):
      return OracleValue.number(Double(left)).order(.number(right))
    case (.number(let left), .whole(let right, "")):
      return OracleValue.number(left).order(.number(Double(right)))
    default: return nil
    }
  }

  /// A comparison, which holds of a list when it does of any element.
  func compares(_ comparison: String, _ constant: OracleValue) -> Bool? {
    if case .list(let elements) = self {
      let truths = elements.map { $0.compares(comparison, constant) }
      if truths.contains(true) { return true }
      return truths.contains(nil) ? nil : false
    }
    if case .text(let text) = self, case .text(let other) = constant {
      switch comparison {
      case "contains": return text.contains(other)
      case "startswith": return text.hasPrefix(other)
      default: break
      }
    }
    guard let order = order(constant) else { return nil }
    switch comparison {
    case "=": return order == 0
    case "!=": return order != 0
    case "<": return order < 0
    case "<=": return order <= 0
    case ">": return order > 0
    case ">=": return order >= 0
    default: return nil
    }
  }
}

/// A condition of a test query, as text and as meaning.
indirect enum OracleCondition {
  case compare(OracleField, String, OracleConstant)
  case among(OracleField, [OracleConstant], negated: Bool)
  case between(OracleField, OracleConstant, OracleConstant)
  case missing(OracleField, negated: Bool)
  /// `latency > (ttft + 500ms)`.
  case slowerThanFirstToken(Int64)
  case textual(NaiveTextTest)
  case structure(OracleStructure)
  /// `total_tokens + depth > 5`.
  case computed(OracleExpression, String, OracleConstant)
  /// An expression that is true or false.
  case truth(OracleExpression)
  case not(OracleCondition)
  case and(OracleCondition, OracleCondition)
  case or(OracleCondition, OracleCondition)

  var text: String {
    switch self {
    case .compare(let field, let comparison, let constant):
      "\(field.name) \(comparison) \(constant.text)"
    case .among(let field, let constants, let negated):
      "\(field.name) \(negated ? "not " : "")in (\(constants.map(\.text).joined(separator: ", ")))"
    case .between(let field, let low, let high):
      "\(field.name) between \(low.text) and \(high.text)"
    case .missing(let field, let negated): "\(field.name) is \(negated ? "not " : "")missing"
    case .slowerThanFirstToken(let margin): "latency > (ttft + \(margin)ns)"
    case .textual(let test): test.text
    case .structure(let structure): structure.text
    case .computed(let expression, let comparison, let constant):
      "\(expression.text) \(comparison) \(constant.text)"
    case .truth(let expression): "\(expression.text) = true"
    case .not(let operand): "not (\(operand.text))"
    case .and(let left, let right): "(\(left.text) and \(right.text))"
    case .or(let left, let right): "(\(left.text) or \(right.text))"
    }
  }

  func holds(for span: TestSpan) -> Bool? {
    switch self {
    case .compare(let field, let comparison, let constant):
      return field.value(of: span).flatMap { $0.compares(comparison, constant.value) }
    case .among(let field, let constants, let negated):
      return field.value(of: span).flatMap { any(constants, $0) }.map { $0 != negated }
    case .between(let field, let low, let high):
      guard let value = field.value(of: span) else { return nil }
      return both(value.compares(">=", low.value), value.compares("<=", high.value))
    case .missing(let field, let negated): return (field.value(of: span) == nil) != negated
    case .slowerThanFirstToken(let margin):
      guard let latency = span.numbers[.latency], let first = span.numbers[.timeToFirstToken]
      else { return nil }
      return latency > first + margin
    case .textual(let test): return test.holds(for: span)
    case .structure(let structure): return structure.holds(for: span)
    case .computed(let expression, let comparison, let constant):
      return expression.value(of: span).flatMap { $0.compares(comparison, constant.value) }
    case .truth(let expression):
      guard case .flag(let flag)? = expression.value(of: span) else { return nil }
      return flag
    case .not(let operand): return operand.holds(for: span).map { !$0 }
    case .and(let left, let right): return both(left.holds(for: span), right.holds(for: span))
    case .or(let left, let right):
      return both(left.holds(for: span).map { !$0 }, right.holds(for: span).map { !$0 })
        .map { !$0 }
    }
  }

  private func both(_ left: Bool?, _ right: Bool?) -> Bool? {
    if left == false || right == false { return false }
    return left == nil || right == nil ? nil : true
  }

  private func any(_ constants: [OracleConstant], _ value: OracleValue) -> Bool? {
    let elements: [OracleValue] = if case .list(let elements) = value { elements } else { [value] }
    let truths = elements.map { element -> Bool? in
      let each = constants.map { element.compares("=", $0.value) }
      if each.contains(true) { return true }
      // Constants of other types say nothing; one of the element's type settles it.
      return each.contains(false) ? false : nil
    }
    if truths.contains(true) { return true }
    return truths.contains(nil) ? nil : false
  }
}

struct OracleConstant {
  var text: String
  var value: OracleValue
}
