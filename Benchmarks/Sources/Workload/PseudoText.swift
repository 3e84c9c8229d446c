/// Text without a meaning whose words are as unequally frequent as those of a language.
///
/// Nothing in it needs an escape in JSON.
enum PseudoText {
  /// Sentences of so many words together.
  static func sentences(wordCount: Int, _ random: inout RandomSource) -> String {
    var text = ""
    var left = wordCount
    while left > 0 {
      let length = min(left, 5 + random.below(14))
      for place in 0..<length {
        let word = words[distribution.draw(&random)]
        if !text.isEmpty { text += " " }
        text += place == 0 ? word.prefix(1).uppercased() + word.dropFirst() : word
      }
      text += "."
      left -= length
    }
    return text
  }

  private static let distribution = ZipfDistribution(count: words.count, exponent: 1)

  /// Frequent words by rank, then as many rare ones as a support desk's vocabulary has.
  private static let words = frequent + rare(count: 4_000)

  private static let frequent = """
    the you to and your i a is of for it in my we order that this on can with have be not please \
    will are our if was or as at from by has an but what when item account refund how do been \
    there no any which they number return email address status delivery card payment would help \
    after customer check within days shipping receive product change policy could name new need \
    contact date price code service request team support day one also more than original because \
    let know sorry thank yes before about another first only other would like still into may \
    information confirm method package available details information store online tracking arrive \
    cancel exchange size color stock warehouse carrier invoice receipt total discount gift \
    credit charge bank amount balance issue problem wrong damaged missing late broken replace \
    replacement label print box send sent ship shipped delivered estimate business hours week \
    month year today tomorrow yesterday morning time phone call message reply answer question \
    manager agent system update password login verify security link page site app device window
    """.split(separator: " ").map(String.init)

  private static func rare(count: Int) -> [String] {
    let starts = [
      "b", "br", "c", "cl", "d", "f", "g", "gr", "l", "m", "n", "p", "pr", "s", "st", "t",
    ]
    let middles = ["a", "e", "i", "o", "u", "ai", "ea", "ou"]
    let ends = ["ck", "l", "m", "n", "nd", "r", "rt", "s", "st", "t", "ve", "x"]
    var random = RandomSource(seed: 0)
    return (0..<count).map { _ in
      (0...random.below(3)).map { _ in
        starts[random.below(starts.count)] + middles[random.below(middles.count)]
      }.joined() + ends[random.below(ends.count)]
    }
  }
}
