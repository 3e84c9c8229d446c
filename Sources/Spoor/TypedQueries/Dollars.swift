import QuerySyntax

/// An amount of money in US dollars, to the billionth.
public struct Dollars: Hashable, Comparable, Sendable {
  /// 10^-9 dollars.
  public var nanodollars: Int64

  /// An amount in 10^-9 dollars.
  public init(nanodollars: Int64) {
    self.nanodollars = nanodollars
  }

  /// The amount nearest to a number of dollars.
  ///
  /// - Precondition: The number is finite and below 9 billion.
  public init(_ dollars: Double) {
    nanodollars = Int64((dollars * 1e9).rounded())
  }

  /// The amount as a number; exact up to 15 digits.
  public var dollars: Double { Double(nanodollars) / 1e9 }

  /// Whether the left amount is less.
  public static func < (left: Dollars, right: Dollars) -> Bool {
    left.nanodollars < right.nanodollars
  }
}

extension Dollars: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// An amount written in dollars.
  public init(floatLiteral dollars: Double) { self.init(dollars) }
  /// An amount written in whole dollars.
  public init(integerLiteral dollars: Int) { self.init(Double(dollars)) }
}

extension Dollars: QueryValue {
  /// As in `$0.05`.
  public var queryText: QueryText {
    let (whole, rest) = nanodollars.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    var text = "\(nanodollars < 0 ? "-" : "")$\(whole)"
    if rest != 0 {
      let digits = String(rest)
      text += "." + String(repeating: "0", count: 9 - digits.utf8.count) + digits
      while text.last == "0" { text.removeLast() }
    }
    return QueryText(text, .money(nanodollars))
  }
}
