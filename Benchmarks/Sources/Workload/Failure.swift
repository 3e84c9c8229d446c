/// How a step can go wrong.
struct Failure {
  let type: String
  let message: String

  /// The provider refuses: too many requests.
  static let rateLimit = Failure(type: "RateLimitError", message: "rate limited")

  /// What goes wrong with generations, the most frequent first.
  static let generations = [
    rateLimit,
    Failure(type: "APITimeoutError", message: "request timed out"),
    Failure(type: "ContextLengthExceeded", message: "maximum context length exceeded"),
    Failure(type: "InternalServerError", message: "upstream error 500"),
    Failure(type: "ContentFilterError", message: "blocked by content filter"),
  ]

  /// What goes wrong with tools, the most frequent first.
  static let tools = [
    Failure(type: "ToolTimeout", message: "tool did not answer"),
    Failure(type: "ValidationError", message: "arguments do not match the schema"),
    Failure(type: "NotFoundError", message: "no such record"),
  ]

  /// One of a list, by Zipf's law.
  static func draw(
    _ failures: [Failure], by distribution: ZipfDistribution, _ random: inout RandomSource
  ) -> Failure {
    failures[distribution.draw(&random)]
  }
}
