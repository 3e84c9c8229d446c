/// Reads settings from variables, and notes those that make no sense.
///
/// A wrong value is never an error: a service shall not fail to start over how it is observed. The
/// default counts, and a warning says so.
struct EnvironmentReader {
  private let variables: EnvironmentVariables
  /// A sentence for each wrong value.
  private(set) var warnings: [String] = []

  init(_ variables: EnvironmentVariables) {
    self.variables = variables
  }

  func text(_ name: String) -> String? { variables[name] }

  /// `true` in whatever case; anything else is false, and gets a warning if it is not `false`.
  mutating func boolean(_ name: String) -> Bool {
    guard let text = variables[name]?.lowercased() else { return false }
    if text != "true", text != "false" {
      warn(name, text, expected: "true or false", used: "false")
    }
    return text == "true"
  }

  /// A whole number within bounds; nil where none is set, or it makes no sense.
  mutating func integer(_ name: String, in range: ClosedRange<Int>) -> Int? {
    guard let text = variables[name] else { return nil }
    guard let number = Int(text), range.contains(number) else {
      let upper = range.upperBound == .max ? "" : " to \(range.upperBound)"
      warn(name, text, expected: "a whole number from \(range.lowerBound)\(upper)")
      return nil
    }
    return number
  }

  /// A number from 0 to 1; nil where none is set, or it makes no sense.
  mutating func ratio(_ name: String) -> Double? {
    guard let text = variables[name] else { return nil }
    guard let number = Double(text), (0...1).contains(number) else {
      warn(name, text, expected: "a number from 0 to 1")
      return nil
    }
    return number
  }

  mutating func warn(
    _ name: String, _ value: String, expected: String, used: String = "the default"
  ) {
    warnings.append("\(name) is \"\(value)\", which is not \(expected); \(used) is used")
  }
}
