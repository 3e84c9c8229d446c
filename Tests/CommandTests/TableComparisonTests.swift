import TestSupport
import Testing

/// Tables of requests, imported and compared.
@Suite struct TableComparisonTests {
  private let spoor = SpoorProcess()

  /// Requests of about the published medians of a workload, some a second; half of them is of each
  /// of two halves.
  private func table(input: Double, output: Double, seed: UInt64) -> String {
    var generator = SeededGenerator(seed: seed)
    /// About lognormal, by the product of twelve factors.
    func tokens(_ median: Double) -> Int {
      let factors = (0..<12).map { _ in Double.random(in: 0.68...1.47, using: &generator) }
      return max(1, Int(factors.reduce(median, *)))
    }
    let rows = (0..<600).map { row in
      let second = row / 4
      let time = "2023-11-16 18:\(two(15 + second / 60)):\(two(second % 60)).\(two(row % 4 * 25))"
      return "\(time),\(tokens(input)),\(tokens(output)),\(row % 2 == 0 ? "even" : "odd")\n"
    }
    return "TIMESTAMP,ContextTokens,GeneratedTokens,half\n" + rows.joined()
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private func load(_ more: String = "") throws {
    for (service, input, output, seed) in [
      ("chat", 1_020.0, 129.0, 3), ("code", 1_500, 13, 4),
    ] as [(String, Double, Double, UInt64)] {
      let file = spoor.file("\(service).csv", table(input: input, output: output, seed: seed))
      let outcome = try spoor(
        "import", file, "--map",
        "TIMESTAMP=start,ContextTokens=input_tokens,GeneratedTokens=output_tokens", "--set",
        "stage=generation,service=\(service)\(more)")
      #expect(outcome.output == "spans 600, traces 600, duplicates 0, rejected 0\n")
    }
  }

  @Test func `chat and code completion are told apart by their tokens, and halves of one are not`()
    throws
  {
    try load()
    let metrics = "on input_tokens, output_tokens"
    let apart = try spoor("query", "compare service chat vs code \(metrics)", "--format", "csv")
    #expect(verdicts(apart.output) == ["regressed", "improved"], "\(apart.output)")
    let same = try spoor(
      "query", "--check", "service=chat compare attr.half even vs odd \(metrics)", "--format", "csv"
    )
    #expect(same.status == 0)
    let found = verdicts(same.output)
    #expect(found.allSatisfy { ["equivalent", "inconclusive"].contains($0) }, "\(same.output)")
    // There is no latency to compare, and none is made up.
    let latency = try spoor("query", "select count(), count(latency), max(status)")
    #expect(latency.output == "count(),count(latency),max(status)\n1200,0,running\n")
  }

  @Test func `rows that took no time can be watched, and rows without an end are said to wait`()
    throws
  {
    try load()
    let query = "compare service chat vs code on output_tokens"
    let waiting = try spoor("watch", query, "--for", "0s")
    #expect(waiting.output.contains(" · 0 + 0 traces · output_tokens insufficient"))
    #expect(waiting.error.hasPrefix("note: 1200 traces that began longer ago have no end"))
    let other = SpoorProcess()
    let file = other.file("chat.csv", table(input: 1_020, output: 129, seed: 3))
    _ = try other(
      "import", file, "--map", "TIMESTAMP=start,GeneratedTokens=output_tokens", "--set",
      "stage=generation,latency=0s")
    let watched = try other(
      "watch", "compare attr.half even vs odd on output_tokens", "--for", "0s")
    #expect(watched.output.contains(" · 300 + 300 traces · output_tokens "))
    #expect(watched.error.isEmpty)
  }

  private func verdicts(_ csv: String) -> [String] {
    csv.split(separator: "\n").dropFirst().map { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      return fields.count > 1 ? String(fields[fields.count - 2]) : ""
    }
  }
}
