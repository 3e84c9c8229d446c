/// What `Package.swift` says of the targets, read as text: SwiftPM holds its own lock while
/// tests run, and can not be asked.
struct Manifest {
  struct Target {
    /// `target`, `testTarget`, `systemLibrary` or `executableTarget`.
    let kind: String
    let name: String
    /// Targets of this package, and modules of others.
    let dependencies: Set<String>
  }

  /// In the manifest's order: from the lowest floor up.
  let targets: [Target]
  /// The names given to `enableUpcomingFeature`.
  let upcomingFeatures: [String]
  /// The names given to `enableExperimentalFeature`.
  let experimentalFeatures: [String]

  init(_ text: String) {
    let code = text.split(separator: "\n")
      .filter { !$0.drop(while: \.isWhitespace).hasPrefix("//") }.joined(separator: "\n")
    upcomingFeatures = code.matches(of: /enableUpcomingFeature\("(\w+)"\)/).map { String($0.1) }
    experimentalFeatures = code.matches(of: /enableExperimentalFeature\("(\w+)"\)/).map {
      String($0.1)
    }
    let starts = code.matches(of: /\.(target|testTarget|systemLibrary|executableTarget)\(/)
    targets = starts.compactMap { match in
      Self.target(String(match.1), arguments: Self.balanced(code[match.range.upperBound...]))
    }
  }

  func target(_ name: String) -> Target? { targets.first { $0.name == name } }

  private static func target(_ kind: String, arguments: Substring) -> Target? {
    guard let name = arguments.firstMatch(of: /name:\s*"(\w+)"/)?.1 else { return nil }
    var dependencies: Set<String> = []
    if let start = arguments.firstMatch(of: /dependencies:\s*\[/) {
      let list = arguments[start.range.upperBound...].prefix { $0 != "]" }
      let withoutPackages = String(list).replacing(/package:\s*"[^"]*"/, with: "")
      dependencies = Set(withoutPackages.matches(of: /"([^"]+)"/).map { String($0.1) })
    }
    return Target(kind: kind, name: String(name), dependencies: dependencies)
  }

  /// The beginning of `text` up to the parenthesis that closes one opened before it.
  private static func balanced(_ text: Substring) -> Substring {
    var depth = 1
    return text.prefix { character in
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      return depth > 0
    }
  }
}
