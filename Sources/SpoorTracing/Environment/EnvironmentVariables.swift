/// Where configuration is read from: the process's environment, or what a test says.
public struct EnvironmentVariables: Sendable {
  private let read: @Sendable (String) -> String?

  /// The environment of this process.
  public static let process = EnvironmentVariables { SystemProcess.environmentValue($0) }

  /// Variables with the given values.
  public init(_ values: [String: String]) {
    self.init { values[$0] }
  }

  private init(_ read: @escaping @Sendable (String) -> String?) {
    self.read = read
  }

  /// The value of a variable, without blanks around it; nil where it is not set, or empty, which
  /// OpenTelemetry wants to mean the same.
  subscript(name: String) -> String? {
    guard let value = read(name) else { return nil }
    let trimmed = String(Substring(value.utf8.trimmingOptionalWhitespace()))
    return trimmed.isEmpty ? nil : trimmed
  }
}
