import TestSupport
import QueryEngine
import TraceModel

/// Random spans and random questions about them.
struct RandomStore {
  var generator: SeededGenerator
  /// The fields that questions are about.
  var questions = RandomStore.fields
  /// Whether they may be about other spans of the trace.
  var asksOfStructure = false
  /// Whether they may compare what is computed.
  var asksOfExpressions = false
  /// Whether they may be about the first token, which sessions have none of.
  var asksOfFirstToken = true
  /// The fields that questions about other spans are about, where those are no spans.
  var spanQuestions: [OracleField]?
  /// What the query at hand gave names.
  var named: [OracleType: [OracleExpression]] = [:]
  /// What the query at hand gave parameters; nil where values are written out.
  var parameters: [String: String]?
  /// Between the moments near which traces start.
  var secondsPerTick: Int64 = 1

  static let fields = [
    OracleField(name: "stage"), OracleField(name: "prompt_version"), OracleField(name: "model"),
    OracleField(name: "status"), OracleField(name: "latency", unit: "ns"),
    OracleField(name: "ttft", unit: "ns"), OracleField(name: "total_tokens"),
    OracleField(name: "cost", unit: "$"), OracleField(name: "input_bytes", unit: "B"),
    OracleField(name: "start", unit: "t"), OracleField(name: "attr.retries"),
    OracleField(name: "attr.score"), OracleField(name: "attr.flag"),
    OracleField(name: "attr.tags"), OracleField(name: "event.kind"), OracleField(name: "input"),
    OracleField(name: "trace_id"), OracleField(name: "span_id"), OracleField(name: "parent_id"),
  ]

  /// Numbers in some spans, and labels in others.
  static let scoreFields = [
    OracleField(name: "score.grade"), OracleField(name: "score.grade[human]"),
  ]

  mutating func segments() throws -> [[TestSpan]] {
    var number = 0
    var segments: [[TestSpan]] = []
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let count = [0, 1, 63, 64, 65, 300, 2_048, 9_000].randomElement(using: &generator) ?? 1
      var spans: [TestSpan] = []
      for _ in 0..<min(count, pick([300, 300, 300, 300, 9_000]) ?? 300) {
        spans.append(try span(number))
        number += 1
      }
      segments.append(spans)
    }
    return segments
  }

  private mutating func pick<Element>(_ choices: [Element]) -> Element? {
    choices.randomElement(using: &generator)
  }

  mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &generator) < percent
  }

  private mutating func span(_ number: Int) throws -> TestSpan {
    var span = try testSpan(
      number, start: Int64.random(in: 0...20, using: &generator) * second)
    span.texts[.stage] = chance(80) ? pick(["generation", "tool", "retrieval"]) : nil
    span.texts[.promptVersion] = chance(90) ? pick(["v1", "v2", "v10", "3"]) : nil
    span.texts[.model] = pick(["gpt-4o", "gpt-4o-mini", "claude"])
    span.texts[.status] = pick(["ok", "ok", "error", "unset"])
    span.texts[.input] =
      chance(50) ? pick(["hello world", "hello", "größe", "Hello_world 100%", "GRÖSSE"]) : nil
    span.numbers[.latency] = chance(95) ? .random(in: 0...50, using: &generator) * 100_000_000 : nil
    span.numbers[.timeToFirstToken] =
      chance(30) ? .random(in: 0...10, using: &generator) * 100_000_000 : nil
    span.numbers[.totalTokens] = chance(70) ? .random(in: -5...300, using: &generator) : nil
    span.numbers[.cost] = chance(70) ? .random(in: 0...100_000, using: &generator) : nil
    span.numbers[.inputBytes] = .random(in: 0...70_000, using: &generator)
    if chance(50) { span.parentID = SpanID(rawValue: .random(in: 1...(.max), using: &generator)) }
    span.isDead = chance(5)
    addAttributes(to: &span)
    return span
  }

  private mutating func addAttributes(to span: inout TestSpan) {
    let retries: AttributeValue? = pick([
      .integer(.random(in: 0...4, using: &generator)), .string("2"), .double(1.5), .double(2),
      nil,
    ]).flatMap { $0 }
    span.attributes[AttributeScopeName.span.name("retries")] = retries
    let score = Double(Int.random(in: -8...8, using: &generator)) / 4
    span.attributes[AttributeScopeName.span.name("score")] =
      chance(80) ? .double(chance(5) ? .nan : score) : nil
    span.attributes[AttributeScopeName.span.name("flag")] = chance(50) ? .boolean(chance(50)) : nil
    span.attributes[AttributeScopeName.span.name("tags")] =
      chance(60) ? list(["a", "b", "c"]) : nil
    span.attributes[AttributeScopeName.event.name("kind")] = chance(30) ? list(["x", "y"]) : nil
    for key in ["grade", "grade[human]"] where chance(40) {
      let grade = Double(Int.random(in: 0...12, using: &generator)) / 4
      span.attributes[AttributeScopeName.score.name(key)] =
        chance(75) ? .double(grade) : .string("ok")
    }
  }

  private mutating func list(_ words: [String]) -> AttributeValue {
    .array(
      (0..<Int.random(in: 0...3, using: &generator)).compactMap { _ in
        chance(10) ? .integer(1) : pick(words).map { .string($0) }
      })
  }

  mutating func condition(depth: Int = 0) -> OracleCondition {
    if depth < 3 && chance(55) {
      let left = condition(depth: depth + 1)
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: return .not(left)
      case 1, 2: return .and(left, condition(depth: depth + 1))
      default: return .or(left, condition(depth: depth + 1))
      }
    }
    if asksOfStructure && depth < 3 && chance(60) { return .structure(structure(depth: depth)) }
    if asksOfExpressions && depth < 3 && chance(25) {
      let type = choose(types)
      let expression = expression(type, depth: depth + 1)
      if type == .flag { return .truth(expression) }
      return .computed(expression, comparison(type.example), constant(type.example))
    }
    guard let field = pick(questions) else { return .slowerThanFirstToken(0) }
    if chance(15), let test = textTest() { return .textual(test) }
    switch Int.random(in: 0..<10, using: &generator) {
    case 0: return .missing(field, negated: chance(50))
    case 1, 2: return .among(field, [constant(field), constant(field)], negated: chance(50))
    case 3 where !field.isID && !field.isAttribute && !field.isFlag:
      return .between(field, constant(field), constant(field))
    case 4 where asksOfFirstToken: return .slowerThanFirstToken(500_000_000)
    default: return .compare(field, comparison(field), constant(field))
    }
  }

  private mutating func comparison(_ field: OracleField) -> String {
    if field.isID || field.isFlag { return pick(["=", "!="]) ?? "=" }
    if field.isText && chance(30) { return pick(["contains", "startswith"]) ?? "contains" }
    return pick(["=", "!=", "<", "<=", ">", ">="]) ?? "="
  }

  /// A value to compare a field with, written out or as a parameter.
  mutating func constant(_ field: OracleField) -> OracleConstant {
    var constant = literal(field)
    // A parameter's text has its type by its shape: quotes cannot be given.
    if case .text = constant.value { return constant }
    guard let count = parameters?.count, chance(30) else { return constant }
    parameters?["p\(count)"] = constant.text
    constant.text = "$p\(count)"
    return constant
  }

  private mutating func literal(_ field: OracleField) -> OracleConstant {
    switch field.baseName {
    case "latency", "ttft", "self_time", "trace.latency":
      let number = Int64.random(in: 0...50, using: &generator) * 100_000_000
      return OracleConstant(text: "\(number)ns", value: .whole(number, unit: "ns"))
    case "cost", "trace.cost":
      let number = Int64.random(in: 0...100, using: &generator) * 1_000
      let digits = String(1_000_000 + number).dropFirst()
      return OracleConstant(text: "$0.000\(digits)", value: .whole(number, unit: "$"))
    case "input_bytes":
      let number = Int64.random(in: 0...70_000, using: &generator)
      return OracleConstant(text: "\(number)B", value: .whole(number, unit: "B"))
    case "start", "trace.start":
      let ticks = Int64.random(in: 0...20, using: &generator)
      let seconds =
        ticks * secondsPerTick
        + (secondsPerTick > 1 ? Int64.random(in: 0...20, using: &generator) : 0)
      // The least that can be written without a fraction is a second; starts are whole ones.
      return OracleConstant(
        text: dateText(seconds), value: .whole(seconds * second, unit: "t"))
    case "total_tokens", "attr.retries", "attr.score", "score.grade", "score.grade[human]", "depth",
      "child_count", "trace.span_count",
      "trace.error_count", "trace.total_tokens", "critical_path_share", "span_count",
      "error_count", "turn_count":
      return number()
    case "attr.flag", "is_orphan": return chance(50) ? flag(true) : flag(false)
    case "trace_id":
      return text("\"0000000000000001000000000000000\(pick(["1", "2", "9"]) ?? "1")\"")
    case "span_id", "parent_id": return text("\"000000000000000\(pick(["1", "7", "f"]) ?? "1")\"")
    default:
      return text(
        "\"\(pick(["generation", "tool", "v1", "v10", "3", "gpt", "ok", "a", "x", "hello", "ö"]) ?? "")\""
      )
    }
  }

  private func text(_ quoted: String) -> OracleConstant {
    OracleConstant(text: quoted, value: .text(String(quoted.dropFirst().dropLast())))
  }

  private func flag(_ flag: Bool) -> OracleConstant {
    OracleConstant(text: flag ? "true" : "false", value: .flag(flag))
  }

  private mutating func number() -> OracleConstant {
    let quarters = Int.random(in: -4...12, using: &generator)
    guard quarters % 4 == 0 else {
      return OracleConstant(text: "\(Double(quarters) / 4)", value: .number(Double(quarters) / 4))
    }
    return OracleConstant(text: "\(quarters / 4)", value: .whole(Int64(quarters / 4), unit: ""))
  }
}

extension OracleField {
  var isFlag: Bool { ["attr.flag", "is_orphan"].contains(baseName) }
  var isID: Bool { baseName.hasSuffix("_id") }
  var isAttribute: Bool { ["attr.", "event.", "score."].contains { baseName.hasPrefix($0) } }
  var isText: Bool {
    [
      "stage", "prompt_version", "model", "status", "input", "attr.tags", "event.kind",
      "session_id", "user_id",
    ].contains(baseName)
  }
}
