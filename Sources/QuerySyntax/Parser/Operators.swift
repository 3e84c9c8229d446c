/// How tightly an operator binds, loosest first.
///
/// `grammar/precedence.txt` shows the table, and a test holds the two together.
enum BindingPower: Int, CaseIterable, Comparable {
  case or, and, not, union, intersection, arrow, comparison, sum, product, negation, primary

  static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// What the right operand of an operator of this power must reach: a chain leans left.
  var tighter: BindingPower { BindingPower(rawValue: rawValue + 1) ?? .primary }
}

/// What stands between two operands, or behind one.
struct InfixOperator {
  enum Meaning {
    case or, and
    case comparison(ComparisonOperator)
    case arithmetic(ArithmeticOperator)
    case membership, between, missing
    /// `not` before `in`, `between`, `contains`, …
    case negated
  }

  var spelling: String
  var power: BindingPower
  var meaning: Meaning

  init(_ spelling: String, _ power: BindingPower, _ meaning: Meaning) {
    self.spelling = spelling
    self.power = power
    self.meaning = meaning
  }

  // comparator = "=" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "=~" | "!~"
  // | [ "not" ] ( "contains" | "icontains" | "startswith" | "like" ) ;
  static let all: [InfixOperator] =
    [
      .init("or", .or, .or),
      .init("and", .and, .and),
      .init("==", .comparison, .comparison(.equal)),
      .init("in", .comparison, .membership),
      .init("between", .comparison, .between),
      .init("is", .comparison, .missing),
      .init("not", .comparison, .negated),
    ]
    + ComparisonOperator.allCases.filter { !$0.rawValue.hasPrefix("not ") }
    .map { .init($0.rawValue, .comparison, .comparison($0)) }
    + ArithmeticOperator.allCases.map { .init($0.rawValue, $0.power, .arithmetic($0)) }

  private static let bySpelling = Dictionary(uniqueKeysWithValues: all.map { ($0.spelling, $0) })

  /// The operator that a token is when it stands behind an operand.
  init?(_ token: Token) {
    let spelling: String?
    if case .symbol(let symbol) = token.kind { spelling = symbol } else { spelling = token.keyword }
    guard let found = spelling.flatMap({ Self.bySpelling[$0] }) else { return nil }
    self = found
  }
}

extension ArithmeticOperator {
  var power: BindingPower {
    switch self {
    case .add, .subtract: .sum
    case .multiply, .divide, .remainder: .product
    }
  }
}

extension ComparisonOperator {
  /// The operator with `not` before it, where that is written so.
  var negatedByWord: ComparisonOperator? { ComparisonOperator(rawValue: "not " + rawValue) }
}
