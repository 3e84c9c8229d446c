import QuerySyntax
import TraceModel

/// `in`, `between`, and comparisons of ids.
extension Binder {
  func membershipTest(
    _ subject: Subject, _ values: [Expression]
  ) throws(Diagnostic) -> ValueTest {
    var union = ValueTest()
    for value in values {
      union = union.union(
        try comparisonTest(subject, .equal, try written(value), value.range))
    }
    return union
  }

  func betweenTest(
    _ subject: Subject, _ low: Expression, _ high: Expression
  ) throws(Diagnostic) -> ValueTest {
    let (lowValue, highValue) = (try written(low), try written(high))
    guard subject.identity == nil else { throw unordered(subject, low.range) }
    let lowTest = try comparisonTest(subject, .greaterOrEqual, lowValue, low.range)
    let highTest = try comparisonTest(subject, .lessOrEqual, highValue, high.range)
    var test = ValueTest()
    if let low = lowTest.integers, let high = highTest.integers {
      test.integers = low.intersection(high)
    }
    if let low = lowTest.doubles, let high = highTest.doubles {
      test.doubles = low.intersection(high)
    }
    if lowTest.text != nil, highTest.text != nil {
      test.text = TextTest(condition: .between(lowValue.text, highValue.text))
    }
    guard test != ValueTest() else {
      throw Diagnostic(
        "between takes two values of one type",
        at: SourceRange(
          low.range.lowerBound, high.range.upperBound))
    }
    return test
  }

  private func written(_ value: Expression) throws(Diagnostic) -> WrittenConstant {
    guard let constant = try constant(value) else {
      throw Diagnostic("a value is expected here", at: value.range)
    }
    return constant
  }

  /// Ids compare as hexadecimal of either case.
  func identityTest(
    _ identity: Subject.Identity, _ subject: Subject, _ comparison: ComparisonOperator,
    _ constant: WrittenConstant, _ range: SourceRange
  ) throws(Diagnostic) -> ValueTest {
    let digits = constant.text.lowercased()
    guard digits.utf8.allSatisfy(isHexadecimal) else {
      throw Diagnostic(
        "\(identity.noun) is written in hexadecimal digits, 0 to 9 and a to f", at: range)
    }
    switch comparison {
    case .equal, .notEqual:
      guard digits.utf8.count == identity.digitCount else {
        throw wrongLength(identity, subject, digits, range)
      }
    case .startsWith:
      guard digits.utf8.count <= identity.digitCount else {
        throw wrongLength(identity, subject, digits, range)
      }
    default: throw unordered(subject, range)
    }
    return identityTest(identity, comparison, digits)
  }

  private func identityTest(
    _ identity: Subject.Identity, _ comparison: ComparisonOperator, _ digits: String
  ) -> ValueTest {
    let text =
      comparison == .startsWith
      ? TextTest(condition: .hasPrefix(digits)) : TextTest(comparison, digits)
    guard identity == .span else { return ValueTest(text: text) }
    // Columns of span ids hold the bits of the number that the digits spell; a prefix is a
    // stretch of them, within one sign, since its first digit decides the highest bit.
    let missing = 16 - digits.utf8.count
    let first = digits + String(repeating: "0", count: missing)
    let last = digits + String(repeating: "f", count: missing)
    guard missing < 16, let low = hexadecimalValue(first.utf8),
      let high = hexadecimalValue(last.utf8)
    else { return ValueTest(integers: .all, text: text) }
    let ranges = IntegerRanges(
      comparison == .notEqual ? .notEqual : .equal, from: Int64(bitPattern: low),
      through: Int64(bitPattern: high))
    return ValueTest(integers: ranges, text: text)
  }

  private func isHexadecimal(_ byte: UInt8) -> Bool {
    hexadecimalValue(CollectionOfOne(byte)) != nil
  }

  private func wrongLength(
    _ identity: Subject.Identity, _ subject: Subject, _ digits: String, _ range: SourceRange
  ) -> Diagnostic {
    let isShort = digits.utf8.count < identity.digitCount
    return Diagnostic(
      "\(identity.noun) has \(identity.digitCount) digits; this has \(digits.utf8.count)",
      at: range,
      hint: isShort ? "\(subject.name) startswith \(digits) finds ids by their first digits" : nil)
  }

  private func unordered(_ subject: Subject, _ range: SourceRange) -> Diagnostic {
    Diagnostic("\(subject.name) compares with =, !=, in and startswith only", at: range)
  }
}
