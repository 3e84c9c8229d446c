import QuerySyntax
import Testing

/// Suggestions for a misspelt name.
@Suite struct NearestWordTests {
  private static let fields = [
    "stage", "latency", "status", "start", "model", "prompt_version", "prompt_name", "cost",
    "total_tokens", "output_tokens", "input_tokens", "ttft", "trace_id", "span_id",
  ]

  @Test(arguments: [
    ("latncy", "latency"), ("latecny", "latency"), ("LATENCY", "latency"), ("stge", "stage"),
    ("promptVersion", "prompt_version"), ("prompt-version", "prompt_version"),
    ("promt_verison", "prompt_version"), ("total_token", "total_tokens"), ("lat", "latency"),
    ("prompt", "prompt_version"), ("traceid", "trace_id"), ("modle", "model"), ("tftt", "ttft"),
  ])
  func `a near word is found`(word: String, expected: String) {
    #expect(nearest(word, among: Self.fields) == expected)
  }

  @Test(arguments: [
    "", "x", "la", "banana", "_", "duration", String(repeating: "a", count: 10_000),
  ])
  func `nothing is suggested for a word that is near to none`(word: String) {
    #expect(nearest(word, among: Self.fields) == nil)
  }

  @Test func `of equally near words the first is taken`() {
    #expect(nearest("cat", among: ["bat", "hat", "car"]) == "bat")
    #expect(nearest("car", among: ["bar", "car"]) == "car")
    #expect(nearest("any", among: [String]()) == nil)
  }
}
