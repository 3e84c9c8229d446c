import TestSupport

/// Makes texts as instrumentation records them, and texts that only look like them, from a seed.
struct TextGenerator {
  private var random: SeededGenerator
  /// Messages given before: what comes again is the point.
  private var messages: [String] = []

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
  }

  mutating func text() -> String {
    switch Int.random(in: 0..<14, using: &random) {
    case 0: pick(["", "x", "é", "\u{0}", "[", "]", "{", "\"", "\\", "=", "@1030", "[]", "{}"])
    case 1: prose(Int.random(in: 1..<40, using: &random))
    case 2: prose(Int.random(in: 300..<4_000, using: &random))
    case 3: String(repeating: pick(["a", "[", "{\"", "\\", "漢", "\n"]), count: 20_000)
    case 4: #"{"model": "m", "messages": \#(history()), "tools": \#(history())}"#
    case 5: "[\(history())]"
    case 6: "=" + history()
    case 7: String(history().dropLast(Int.random(in: 1..<30, using: &random)))
    case 8: pick(["  ", "\t\n", "x "]) + history() + pick(["", "\n", " trailing", "]"])
    case 9: "[" + (0..<600).map { "\($0 % 7).\($0)" }.joined(separator: ",") + "]"
    default: history()
    }
  }

  /// A JSON array of messages, old ones and some that are new.
  private mutating func history() -> String {
    while messages.count < 6 || chance(30) { messages.append(message()) }
    let start = chance(70) ? 0 : Int.random(in: 0..<messages.count, using: &random)
    let end = Int.random(in: start..<messages.count, using: &random)
    let separator = pick([", ", ",", ",\n  "])
    return "[" + messages[start...end].joined(separator: separator) + "]"
  }

  private mutating func message() -> String {
    switch Int.random(in: 0..<6, using: &random) {
    case 0: #"{"role": "system", "content": "\#(prose(800))"}"#
    case 1: #"{"a": [1, [2, {"b": "]}\"\\"}]], "c": "\#(prose(5))"}"#
    case 2: pick(["1", "null", "\"short\"", "-0.5e3", "{}", "[[]]"])
    case 3: #""\#(prose(20))""#
    default: #"{"role": "user", "content": "\#(prose(Int.random(in: 1..<60, using: &random)))"}"#
    }
  }

  private mutating func prose(_ count: Int) -> String {
    let words = ["flight", "refund", "naïve", "漢字", "e\u{301}", #"\n"#, #"\"quoted\""#, "😀", "[1]"]
    return (0..<count).map { _ in pick(words) }.joined(separator: " ")
  }

  mutating func chance(_ percent: Int) -> Bool { random.chance(percent) }

  mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int.random(in: 0..<values.count, using: &random)]
  }

  mutating func number(in range: Range<Int>) -> Int { Int.random(in: range, using: &random) }
}
