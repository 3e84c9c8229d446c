import QuerySyntax
import TestSupport
import Testing

/// Mistakes of one query that do not depend on each other.
@Suite struct SeveralMistakesTests {
  /// Stages as they should be, and with a mistake.
  ///
  /// None is merely cut short: then the next one's first word would be part of the mistake.
  private static let stages: [(right: String, wrong: String)] = [
    ("where latency > 2s", "where latency > 2s+1s"),
    ("where a = 1 and not (b = 2)", "where a = 1 and not (b = 2 = 3)"),
    ("where {a} >> {b}", "where {a} >> b"),
    ("let slow = latency > 2s", "let slow latency > 2s"),
    ("since 24h", "since 2026-13"),
    ("until 2026-11", "until 99999999999999999999"),
    ("offset 7d", "offset (7d)"),
    ("every day fill 0", "every day fill fill 0"),
    ("group by model, lower(name)", "group model, lower(name)"),
    ("select count(), p95(latency) as p", "select count(), p95(latency) as 5"),
    ("select sum(child{a}.cost)", "select sum(chidl{a}.cost)"),
    ("having count() > 3", "having count() > 3 < 5"),
    ("order by count() desc", "order count() desc"),
    ("order by a nulls first", "order by a nulls up"),
    ("limit 3 per model", "limit 3 per = model"),
    ("limit 10 with other", "limit 10 with others"),
    ("skip 5", "skip (5)"),
    ("assert count() > 3", "assert count() > = 3"),
    ("show table", "show tree"),
    ("diff {a} vs {b} top 5", "diff {a} vs b top 5"),
    ("compare model a vs b on latency within 5%", "compare model a b on latency within 5%"),
    ("drift model baseline a with seed=1", "drift model baseline a with seed 1"),
  ]

  @Test(arguments: [UInt64.random(in: 0 ... .max), 1, 2])
  func `each mistake is told as if it were alone`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<300 {
      let stages = (0..<Int.random(in: 2...6, using: &random)).compactMap { _ in
        Self.stages.randomElement(using: &random)
      }
      let isWrong = stages.map { _ in random.chance(60) }
      let bar = random.chance(30) ? " | " : " "
      let query = query(of: stages, isWrong, bar)
      var expected: [Placed] = []
      for index in stages.indices where isWrong[index] {
        let alone = stages.indices.map { $0 == index }
        let mistakes = mistakes(self.query(of: stages, alone, bar))
        #expect(mistakes.count == 1, "seed \(seed): \(self.query(of: stages, alone, bar).text)")
        expected += mistakes
      }
      #expect(mistakes(query) == expected, "seed \(seed): \(query.text)")
    }
  }

  /// A mistake and the stage that it is in.
  private struct Placed: Equatable {
    var stage: Int?
    var offset: Int
    var message: String
    var hint: String?
  }

  private typealias Placing = (text: String, starts: [Int])

  private func query(
    of stages: [(right: String, wrong: String)], _ isWrong: [Bool], _ bar: String
  ) -> Placing {
    var text = "stage = tool"
    var starts: [Int] = []
    for (stage, isWrong) in zip(stages, isWrong) {
      starts.append(text.utf8.count)
      text += bar + (isWrong ? stage.wrong : stage.right)
    }
    return (text, starts)
  }

  private func mistakes(_ query: Placing) -> [Placed] {
    do throws(Diagnostics) {
      _ = try Parser.parse(query.text)
      return []
    } catch {
      return error.all.map { mistake in
        // What is missing at a stage's end is missing where the next one begins.
        let start = query.starts.lastIndex { $0 <= mistake.range.lowerBound }
        let offset = mistake.range.lowerBound - (start.map { query.starts[$0] } ?? 0)
        return Placed(
          stage: start, offset: offset, message: mistake.message, hint: mistake.hint)
      }
    }
  }

  @Test func `of many mistakes the first ten are told`() throws {
    let query = (0..<12).map { "group x\($0)" }.joined(separator: " ")
    let error = try #require(throws: Diagnostics.self) { try Parser.parse(query) }
    #expect(error.all.count == 10)
    #expect(error.rendered(in: query).hasSuffix("note: these are the first 10 mistakes of more"))
  }
}
