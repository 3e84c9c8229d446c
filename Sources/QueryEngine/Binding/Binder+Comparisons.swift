import QuerySyntax
import Scanning
import TraceModel

/// Constants on the right of a comparison, by the type of what stands on the left.
extension Binder {
  func isField(_ name: String) -> Bool {
    Field(named: name) != nil || TreeField(named: name) != nil
  }

  func comparisonTest(
    _ subject: Subject, _ comparison: ComparisonOperator, _ constant: WrittenConstant,
    _ range: SourceRange
  ) throws(Diagnostic) -> ValueTest {
    if case .literal(let literal) = constant, literal.value == .null {
      throw Diagnostic(
        "nothing compares with null", at: range, hint: "write \(subject.name) is missing")
    }
    if let identity = subject.identity {
      return try identityTest(identity, subject, comparison, constant, range)
    }
    guard comparison.isEquality || comparison.isOrdering else {
      return try textTest(subject, comparison, constant, range)
    }
    if subject.isAttribute { return shapedTest(comparison, constant) }
    switch subject.type {
    case .string: return ValueTest(text: TextTest(comparison, constant.text))
    case .integer, .double: return try numberTest(subject, comparison, constant, range)
    case .boolean: return try booleanTest(subject, comparison, constant, range)
    default: return try unitTest(subject, comparison, constant, range)
    }
  }

  /// For attributes: the constant's shape decides what it compares with.
  private func shapedTest(
    _ comparison: ComparisonOperator, _ constant: WrittenConstant
  ) -> ValueTest {
    guard case .literal(let literal) = constant else {
      return ValueTest(text: TextTest(comparison, constant.text))
    }
    if let number = literal.number { return ValueTest(comparison, number) }
    if case .boolean(let flag) = literal.value {
      return ValueTest(booleans: IntegerRanges(comparison, .integer(flag ? 1 : 0)))
    }
    return ValueTest(text: TextTest(comparison, literal.text))
  }

  private func numberTest(
    _ subject: Subject, _ comparison: ComparisonOperator, _ constant: WrittenConstant,
    _ range: SourceRange
  ) throws(Diagnostic) -> ValueTest {
    guard case .literal(let literal) = constant, let number = literal.number else {
      let isNumberQuoted = Double(constant.text) != nil
      throw Diagnostic(
        "\(subject.name) is a number, and \(source(of: range)) is not", at: range,
        hint: isNumberQuoted
          ? "write \(constant.text) without quotes" : hintForField(constant))
    }
    return ValueTest(comparison, number)
  }

  private func booleanTest(
    _ subject: Subject, _ comparison: ComparisonOperator, _ constant: WrittenConstant,
    _ range: SourceRange
  ) throws(Diagnostic) -> ValueTest {
    guard case .literal(let literal) = constant, case .boolean(let flag) = literal.value,
      comparison.isEquality
    else {
      throw Diagnostic(
        "\(subject.name) is true or false", at: range, hint: "write \(subject.name) = true")
    }
    return ValueTest(booleans: IntegerRanges(comparison, .integer(flag ? 1 : 0)))
  }

  private func unitTest(
    _ subject: Subject, _ comparison: ComparisonOperator, _ constant: WrittenConstant,
    _ range: SourceRange
  ) throws(Diagnostic) -> ValueTest {
    guard let stretch = try stretch(subject, constant, range) else {
      throw wrongUnit(subject, constant, range)
    }
    return ValueTest(
      integers: IntegerRanges(comparison, from: stretch.lowerBound, through: stretch.upperBound))
  }

  /// The whole numbers of the subject's unit that a constant stands for: one, or all moments of a
  /// date.
  ///
  /// Nil when it is of another type.
  private func stretch(
    _ subject: Subject, _ constant: WrittenConstant, _ range: SourceRange
  ) throws(Diagnostic) -> ClosedRange<Int64>? {
    guard case .literal(let literal) = constant else { return nil }
    switch (subject.type, literal.value) {
    case (.duration, .duration(let number)), (.bytes, .bytes(let number)),
      (.money, .money(let number)):
      return number...number
    case (.instant, .instant(let from, let to)): return from...max(from, to - 1)
    case (.duration, .integer(0)), (.bytes, .integer(0)), (.money, .integer(0)): return 0...0
    default: return nil
    }
  }

  private func wrongUnit(
    _ subject: Subject, _ constant: WrittenConstant, _ range: SourceRange
  ) -> Diagnostic {
    var number = "2"
    if case .literal(let literal) = constant, literal.number != nil { number = literal.text }
    if number.hasSuffix("%") { number.removeLast() }
    let example =
      switch subject.type {
      case .duration: "\(number)s"
      case .money: "$\(number)"
      case .bytes: "\(number)B"
      default: "2026-11-03T10:30:00Z"
      }
    if let hint = hintForField(constant) {
      return Diagnostic(
        "\(subject.name) is \(subject.type.noun), and \(source(of: range)) is text here", at: range,
        hint: hint)
    }
    return Diagnostic("\(subject.name) is \(subject.type.noun); write \(example)", at: range)
  }

  /// `latency > ttft`: without parentheses, a word on the right is text.
  private func hintForField(_ constant: WrittenConstant) -> String? {
    guard case .literal(let literal) = constant, case .word(let word) = literal.value,
      isField(word) || !catalogue.columns(of: word, in: .span).isEmpty
    else { return nil }
    return "write (\(word)) for the field"
  }

  /// `=~`, `contains` and their like: the right side is text whatever its shape.
  private func textTest(
    _ subject: Subject, _ comparison: ComparisonOperator, _ constant: WrittenConstant,
    _ range: SourceRange
  ) throws(Diagnostic) -> ValueTest {
    guard subject.isAttribute || subject.type == .string else {
      throw Diagnostic(
        "\(comparison.rawValue) compares text, and \(subject.name) is \(subject.type.noun)",
        at: range)
    }
    let text = constant.text
    switch comparison {
    case .contains: return ValueTest(text: TextTest(condition: .contains(text)))
    case .containsIgnoringCase:
      return ValueTest(text: TextTest(condition: .containsFolded(text.lowercased())))
    case .startsWith: return ValueTest(text: TextTest(condition: .hasPrefix(text)))
    case .like: return ValueTest(text: TextTest(condition: .like(LikePattern(text))))
    default:
      let expression = try regularExpression(text, range)
      return ValueTest(
        text: TextTest(condition: .matches(expression), isInverted: comparison == .notMatches))
    }
  }

  private func regularExpression(
    _ pattern: String, _ range: SourceRange
  ) throws(Diagnostic) -> RegularExpression {
    do {
      return try RegularExpression(pattern)
    } catch {
      throw Diagnostic(
        "the regular expression is wrong: \(error.message)",
        at: place(of: error.offset, in: pattern, range))
    }
  }

  /// Where a byte of a pattern stands in the query; the whole pattern when escapes moved it.
  private func place(of offset: Int, in pattern: String, _ range: SourceRange) -> SourceRange {
    let length = range.upperBound - range.lowerBound
    let quotes = length - pattern.utf8.count
    guard quotes == 0 || quotes == 2 else { return range }
    let start = range.lowerBound + quotes / 2 + offset
    return SourceRange(start, min(start + 1, range.upperBound))
  }
}

extension TextTest {
  /// An equality or an ordering.
  init(_ comparison: ComparisonOperator, _ text: String) {
    switch comparison {
    case .equal: self.init(condition: .among([ExactText(text)]))
    case .notEqual: self.init(condition: .among([ExactText(text)]), isInverted: true)
    default: self.init(condition: .ordered(comparison, text))
    }
  }
}

extension ValueTest {
  /// A comparison with a number, for whole numbers and doubles.
  init(_ comparison: ComparisonOperator, _ number: Number) {
    self.init(
      integers: IntegerRanges(comparison, number), doubles: DoubleRanges(comparison, number))
  }
}

extension Literal {
  /// The number that the literal's shape says.
  var number: Number? {
    switch value {
    case .integer(let number): .integer(number)
    case .double(let number), .percent(let number): .double(number)
    default: nil
    }
  }
}
