/// A comparison of one value with constants, prepared for every type that the value may have.
///
/// A part is nil where the constants are of another type: then the comparison is unknown, and so
/// is its negation.
struct ValueTest: Hashable, Sendable {
  /// For whole numbers, and for durations and other units once the unit was checked.
  var integers: IntegerRanges?
  var doubles: DoubleRanges?
  /// For booleans, as 0 and 1.
  var booleans: IntegerRanges?
  var text: TextTest?

  /// Whether the comparison holds; nil when it is unknown.
  ///
  /// Of a list it holds when it does of any element, and is unknown when no element decides.
  func holds(for value: Value) -> Bool? {
    switch value {
    case .null: nil
    case .boolean(let flag): booleans?.contains(flag ? 1 : 0)
    case .integer(let number), .duration(let number), .instant(let number), .bytes(let number),
      .money(let number):
      integers?.contains(number)
    case .double(let number): number.isFinite ? doubles?.contains(number) : nil
    case .string(let string): text?.holds(for: string)
    case .list(let elements): holdsForAny(of: elements)
    }
  }

  private func holdsForAny(of elements: [Value]) -> Bool? {
    var isUnknown = false
    for element in elements {
      switch holds(for: element) {
      case true?: return true
      case false?: break
      case nil: isUnknown = true
      }
    }
    return isUnknown ? nil : false
  }

  func union(_ other: ValueTest) -> ValueTest {
    ValueTest(
      integers: combine(integers, other.integers) { $0.union($1) },
      doubles: combine(doubles, other.doubles) { $0.union($1) },
      booleans: combine(booleans, other.booleans) { $0.union($1) },
      text: combine(text, other.text) { $0.union($1) })
  }

  private func combine<Part>(_ left: Part?, _ right: Part?, _ both: (Part, Part) -> Part) -> Part? {
    guard let left else { return right }
    guard let right else { return left }
    return both(left, right)
  }
}

extension TextTest {
  /// The union of two equalities.
  fileprivate func union(_ other: TextTest) -> TextTest {
    guard case .among(let left) = condition, case .among(let right) = other.condition else {
      preconditionFailure("only lists of equal texts are united")
    }
    return TextTest(condition: .among(left.union(right)))
  }
}
