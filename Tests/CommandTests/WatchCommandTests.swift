import TestSupport
import Testing

/// `spoor watch`.
@Suite struct WatchCommandTests {
  private let spoor = SpoorProcess()
  private static let query =
    "compare prompt_version v0 vs v1 on latency, (status=error) lower is better"

  /// Traces of one span each, one a second; those of v1 may take longer.
  private func load(_ count: Int, slower: Double) throws {
    var generator = SeededGenerator(seed: 1)
    let lines = (1...count).map { number in
      let isCandidate = number % 2 == 1
      let milliseconds = Double(Int.random(in: 500...1_500, using: &generator))
      let start = 1_000_000_000 + number
      let latency = Int(milliseconds * (isCandidate ? slower : 1))
      return """
        {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"\(padded(number, 32))",\
        "spanId":"\(padded(number, 16))","name":"chat","startTimeUnixNano":"\(start)000000000",\
        "endTimeUnixNano":"\(start * 1_000 + latency)000000","attributes":[\
        {"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},\
        {"key":"gen_ai.prompt.version","value":{"stringValue":"v\(isCandidate ? 1 : 0)"}}\
        ]}]}]}]}

        """
    }
    _ = try spoor("import", "-", input: lines.joined())
  }

  private func padded(_ number: Int, _ length: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: length - digits.count) + digits
  }

  @Test func `one look tells a line, and a check exits with 4 where a metric regressed`() throws {
    try load(400, slower: 1.5)
    let line = try spoor("watch", Self.query, "--for", "0s")
    #expect(line.status == 0 && line.error.isEmpty)
    #expect(line.output.contains(" · 200 + 200 traces · latency regressed +"))
    #expect(line.output.contains(" · (status=error) insufficient\n"))
    #expect(line.output.split(separator: "\n").count == 1)
    let checked = try spoor("watch", "--check", Self.query, "--for", "0s", "--format", "json")
    #expect(checked.status == 4)
    #expect(checked.output.hasPrefix("{\"kind\":\"watch\",\"time\":"))
    #expect(checked.error.hasPrefix("regressed: latency, prompt_version=v0 → prompt_version=v1: "))
    #expect(checked.error.contains(", tolerance ±5%\n"))
    // Decided at once: it does not wait for the hour, nor for the metric that has no data.
    let decided = try spoor(
      "watch", "--check", Self.query, "--until", "decided", "--for", "1h", "--format", "table")
    #expect(decided.status == 4)
    #expect(decided.output.contains("latency regressed."))
    #expect(decided.output.contains("B  prompt_version=v1  200 traces"))
  }

  @Test func `what is equal passes, and ends when it is known`() throws {
    try load(4_000, slower: 1)
    let outcome = try spoor(
      "watch", "--check", "compare prompt_version v0 vs v1 on latency within 10%", "--until",
      "decided", "--for", "20s")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("latency equivalent"))
    #expect(!outcome.output.contains("more"))
  }

  @Test func `each look is a line of JSON, until the time is over`() throws {
    try load(100, slower: 1)
    let outcome = try spoor(
      "watch", Self.query, "--every", "100ms", "--for", "250ms", "--format", "jsonl")
    #expect(outcome.status == 0)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count >= 2)
    #expect(lines.allSatisfy { $0.hasPrefix("{\"kind\":\"watch\"") && $0.hasSuffix("}") })
  }

  @Test func `Ctrl-C ends it with the last state, and the check still counts`() throws {
    try load(400, slower: 1.5)
    let ended = try spoor.shell(
      """
      $SPOOR watch --check --every 50ms '\(Self.query)' > states & pid=$!
      for look in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
        sleep 0.1; [ "$(wc -l < states)" -gt 1 ] && break
      done
      kill -INT $pid; wait $pid
      """)
    #expect(ended.status == 4)
    #expect(ended.error.contains("regressed: latency"))
  }

  @Test func `what makes no sense is refused`() throws {
    try load(2, slower: 1)
    #expect(try spoor("watch", "select count()", "--for", "0s").status == 1)
    #expect(try spoor("watch", Self.query, "--for", "soon").status == 2)
    #expect(try spoor("watch", Self.query, "--every", "0s").status == 2)
    #expect(try spoor("watch", Self.query, "--param", "x=1", "--for", "0s").status == 2)
    let named = try spoor(
      "watch", "compare prompt_version $a vs v1 on latency", "--param", "a=v0", "--for", "0s")
    #expect(named.status == 0 && named.output.contains("1 + 1 traces"))
  }
}
