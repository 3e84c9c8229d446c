import Spoor

/// JSON by hand: answers go over a pipe beside the time they took, and `JSONEncoder` knows neither
/// this layout nor 64-bit numbers' every digit.
enum JSONText {
  static func array(_ elements: [String]) -> String {
    "[" + elements.joined(separator: ",") + "]"
  }

  static func object(_ members: KeyValuePairs<String, String>) -> String {
    "{" + members.map { string($0.key) + ":" + $0.value }.joined(separator: ",") + "}"
  }

  static func string(_ text: String) -> String {
    var json = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": json += "\\\""
      case "\\": json += "\\\\"
      case "\n": json += "\\n"
      case "\t": json += "\\t"
      case "\r": json += "\\r"
      default: json.unicodeScalars.append(scalar)
      }
    }
    return json + "\""
  }

  /// A value of an answer; durations, instants and money as whole numbers of their least unit.
  static func value(_ value: Value) -> String {
    switch value {
    case .null: "null"
    case .boolean(let flag): flag ? "true" : "false"
    case .integer(let number), .duration(let number), .instant(let number), .bytes(let number),
      .money(let number):
      String(number)
    case .double(let number): String(number)
    case .string(let text): string(text)
    case .list(let elements): array(elements.map(Self.value))
    }
  }
}
