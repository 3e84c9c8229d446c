/// What stands between two spansets.
///
/// `>`, `<` and `!~` are comparisons elsewhere: hence a table of its own.
struct SetOperator {
  enum Meaning {
    case either, both
    case arrow(Arrow)
  }

  var spelling: String
  var power: BindingPower
  var meaning: Meaning

  // arrow = ">>" | "<<" | ">" | "<" | "~" | "!>>" | "!<<" | "!>" | "!<" | "!~" ;
  static let all: [SetOperator] =
    [
      SetOperator(spelling: "||", power: .union, meaning: .either),
      SetOperator(spelling: "&&", power: .intersection, meaning: .both),
    ]
    + Arrow.allCases.map {
      SetOperator(spelling: $0.rawValue, power: .arrow, meaning: .arrow($0))
    }

  private static let bySpelling = Dictionary(uniqueKeysWithValues: all.map { ($0.spelling, $0) })

  private init(spelling: String, power: BindingPower, meaning: Meaning) {
    self.spelling = spelling
    self.power = power
    self.meaning = meaning
  }

  /// The operator that a token is when it stands behind a spanset.
  init?(_ token: Token) {
    guard case .symbol(let symbol) = token.kind, let found = Self.bySpelling[symbol]
    else { return nil }
    self = found
  }

  /// Whether it stands between spansets only.
  var isSetOnly: Bool { ComparisonOperator(rawValue: spelling) == nil }
}
