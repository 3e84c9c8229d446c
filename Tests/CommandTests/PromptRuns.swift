import TestSupport

/// An evaluation set that was run with prompts of two versions, as export requests.
struct PromptRuns {
  var count = 120
  /// How much longer the change takes.
  var slower = 1.0
  /// Whether one run in twelve fails.
  var failsRegularly = true
  var versions = ["base", "change"]

  /// The runs of one version, a line each: the same inputs for both.
  func lines(of side: Int) -> String {
    // Inputs take as long as they do, whichever prompt; beside that, chance.
    var inputs = SeededGenerator(seed: 40)
    var chance = SeededGenerator(seed: 41 + UInt64(side))
    return (0..<count).map { number in
      let usual = Double(Int.random(in: 800...2_400, using: &inputs))
      let latency = usual * Double.random(in: 0.9...1.1, using: &chance) * (side == 1 ? slower : 1)
      let isError = failsRegularly && number % 12 == 0
      return line(number + side * count, of: side, Int(latency), isError, input: number)
    }.joined()
  }

  private func line(
    _ number: Int, of side: Int, _ milliseconds: Int, _ isError: Bool, input: Int
  ) -> String {
    let start = 1_700_000_000 + number * 10
    return """
      {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"\(padded(number + 1, 32))",\
      "spanId":"\(padded(number + 1, 16))","name":"chat",\
      "startTimeUnixNano":"\(start)000000000",\
      "endTimeUnixNano":"\(start * 1_000 + milliseconds)000000",\
      "status":{"code":\(isError ? 2 : 1)},"attributes":[\
      {"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},\
      {"key":"gen_ai.prompt.version","value":{"stringValue":"\(versions[side])"}},\
      {"key":"llm.cost.total","value":{"doubleValue":0.\(padded(milliseconds, 6))}},\
      {"key":"input.value","value":{"stringValue":"question \(input)"}}\
      ]}]}]}]}

      """
  }

  private func padded(_ number: Int, _ length: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: length - digits.count) + digits
  }
}
