import QueryEngine
import QuerySyntax
import TestSupport
import Testing
import TraceModel

/// Names, types and places that are wrong in one query, independently of each other.
struct SeveralMistakesTests {
  /// A part of a query as it should be, and as somebody mistyped it.
  fileprivate typealias Part = (right: String, wrong: String)

  fileprivate static let conditions: [Part] = [
    ("stage = tool", "stag = tool"), ("latency > 2s", "latncy > 2s"),
    ("latency > 3s", "latency > 3"), ("cost < $1", "cost < 1"),
    ("tier = pro", "teir = pro"), ("total_tokens = 5", "total_tokens = many"),
    ("not (model = a or name = b)", "not (model = a or nmae = b)"),
    ("count(child{stage = tool}) > 1", "count(child{stgae = tool}) > 1"),
    ("{status = ok} >> {status = error}", "{sttus = ok} >> {status = error}"),
    ("(retries + 1) > 2", "(retrys + 1) > 2"), ("model in (a, b)", "modell in (a, b)"),
    ("ttft between 1s and 2s", "ttft between 1s and 5"),
    ("user_id is missing", "usr_id is missing"),
    ("lower(name) = x", "lowr(name) = x"), ("if(status = ok, 1, 2) = 1", "if(status = ok, 1) = 1"),
    ("latency > (ttft)", "latency > (tfft)"), ("model = $p", "model = $q"),
  ]
  fileprivate static let times: [Part] = [
    ("since 24h", "since yesterday"), ("until 1h", "until soon"),
  ]
  fileprivate static let keys: [Part] = [
    ("prompt_version", "promt_version"), ("lower(model)", "lowercase(model)"),
    ("tier", "teer"), ("latency + ttft", "latency + cost"),
  ]
  fileprivate static let items: [Part] = [
    ("count()", "cout()"), ("p95(latency)", "p95(latensy)"), ("sum(cost)", "sum(user_id)"),
    ("avg(ttft) if (status = ok)", "avg(ttft) if (stat = ok)"),
    ("quantile(latency, 0.5)", "quantile(latency, 5)"),
    ("sum(input_tokens) / count()", "sum(inptu_tokens) / count()"),
    ("max(latency) + min(latency)", "max(latency) + min(cost)"),
  ]
  fileprivate static let groupConditions: [Part] = [
    ("count() > 3", "count() > 3s"), ("p95(latency) > 2s", "p95(latency) > 2"),
    ("sum(cost) > $1", "sum(csot) > $1"), ("error_rate() > 5%", "error_rat() > 5%"),
  ]
  fileprivate static let counts: [Part] = [("limit 10", "limit few"), ("skip 2", "skip some")]

  @Test(arguments: [UInt64.random(in: 0 ... .max), 1, 2])
  func `each mistake is told as if it were alone`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let source = try Self.source()
    for _ in 0..<150 {
      let query = MadeQuery(random: &random)
      var expected: [Placed] = []
      for part in query.parts.indices where query.isWrong[part] {
        var alone = query
        alone.isWrong = query.parts.indices.map { $0 == part }
        let mistakes = try Self.mistakes(alone, over: source)
        #expect(mistakes.count == 1, "seed \(seed): \(alone.text)")
        // The same one in the same words is told once.
        expected += mistakes.filter { one in !expected.contains { $0.isSame(as: one) } }
      }
      let found = try Self.mistakes(query, over: source)
      #expect(found == Array(expected.prefix(10)), "seed \(seed): \(query.text)")
    }
  }

  private struct MadeQuery {
    var parts: [Part] = []
    /// What stands before each part.
    var links: [String] = []
    var isWrong: [Bool] = []

    init(random: inout SeededGenerator) {
      add(SeveralMistakesTests.conditions, joinedBy: " and ", behind: "", upTo: 4, &random)
      add(SeveralMistakesTests.times, joinedBy: " since 1h until ", behind: " ", upTo: 1, &random)
      add(SeveralMistakesTests.keys, joinedBy: ", ", behind: " group by ", upTo: 3, &random)
      add(SeveralMistakesTests.items, joinedBy: ", ", behind: " select ", upTo: 4, &random)
      add(
        SeveralMistakesTests.groupConditions, joinedBy: " and ", behind: " having ", upTo: 2,
        &random)
      add(SeveralMistakesTests.items, joinedBy: " desc, ", behind: " order by ", upTo: 2, &random)
      add(SeveralMistakesTests.counts, joinedBy: " ", behind: " ", upTo: 2, &random)
      isWrong = parts.map { $0.right != $0.wrong && random.chance(25) }
    }

    private mutating func add(
      _ choices: [Part], joinedBy comma: String, behind opening: String, upTo count: Int,
      _ random: inout SeededGenerator
    ) {
      let chosen = choices.shuffled(using: &random)
        .prefix(Int.random(in: 1...count, using: &random))
      for (place, part) in chosen.enumerated() {
        parts.append(part)
        links.append(place == 0 ? opening : comma)
      }
    }

    /// The query, and where each part begins.
    var written: (text: String, starts: [Int]) {
      var text = ""
      var starts: [Int] = []
      for (index, part) in parts.enumerated() {
        text += links[index]
        starts.append(text.utf8.count)
        text += isWrong[index] ? part.wrong : part.right
      }
      return (text, starts)
    }

    var text: String { written.text }
  }

  private struct Placed: Equatable {
    var part: Int?
    var offset: Int
    var words: String
    var message: String
    var hint: String?

    func isSame(as other: Placed) -> Bool { message == other.message && words == other.words }
  }

  private static func mistakes(
    _ query: MadeQuery, over source: MemorySource
  ) throws -> [Placed] {
    let (text, starts) = query.written
    do {
      _ = try run(text, over: source, now: 1, parameters: ["p": "a"])
      return []
    } catch QueryError.refused(let refusal) {
      return refusal.all.map { mistake in
        let part = starts.lastIndex { $0 <= mistake.range.lowerBound }
        let bytes = Array(text.utf8)[mistake.range.lowerBound..<mistake.range.upperBound]
        return Placed(
          part: part, offset: mistake.range.lowerBound - (part.map { starts[$0] } ?? 0),
          words: String(decoding: bytes, as: UTF8.self), message: mistake.message,
          hint: mistake.hint)
      }
    }
  }

  private static func source() throws -> MemorySource {
    let attributes: [String: AttributeValue] = ["tier": .string("pro"), "retries": .integer(1)]
    return MemorySource([[try testSpan(0, latency: second, attributes: attributes)]])
  }

  /// Queries with one mistake and what follows from it, and the mistake.
  private static let following: [(query: String, messages: [String])] = [
    (
      "stag=generation and latncy>2s group by promt_version",
      ["stag", "latncy", "promt_version"].map { "there is no field or attribute \($0)" }
    ),
    ("select avg(latncy) as a order by a", ["there is no field or attribute latncy"]),
    (
      "group by promt_version select promt_version, count()",
      ["there is no field or attribute promt_version"]
    ),
    (
      "group by promt_version select prompt_version, count()",
      ["there is no field or attribute promt_version"]
    ),
    (
      "group by promt_version as p select p, count() order by p",
      ["there is no field or attribute promt_version"]
    ),
    (
      "group by latency + cost select latency + cost, count()",
      ["a duration + an amount of money has no meaning"]
    ),
    ("let cost = latency where cost > 1s", ["cost is a field"]),
    (
      "let slow = latncy > 2s where slow and stage = a group by slow",
      ["there is no field or attribute latncy"]
    ),
    ("select latncy as l order by l, l + 1", ["there is no field or attribute latncy"]),
    ("select latncy as cost order by cost + 1s", ["there is no field or attribute latncy"]),
    ("since yesterday offset 7d", ["since takes a duration or a date"]),
    ("every fortnight select time, count()", ["there is no interval fortnight"]),
    (
      "group by stage group by model as m select m, count()", ["group by can be written once"]
    ),
    ("select count() as n select p95(latency) as p order by p", ["select can be written once"]),
    ("group by model assert latncy > 2s", ["there is no field or attribute latncy"]),
    ("select histogram(latncy) show histogram", ["there is no field or attribute latncy"]),
    (
      "group by count(child{stgae = a}) select count(child{stgae = a}), count()",
      ["there is no field or attribute stgae"]
    ),
    ("latncy > 1s and latncy < 2s", ["there is no field or attribute latncy"]),
    (
      "diff {stag = a} vs {latncy > 1s} top few",
      [
        "there is no field or attribute stag", "there is no field or attribute latncy",
        "top takes a whole number, not below zero",
      ]
    ),
    (
      "from sessions stag = a and latncy > 1s",
      ["sessions have no stag", "sessions have no latncy"]
    ),
  ]

  @Test(arguments: following.indices)
  func `what only follows from a mistake is not told`(_ index: Int) throws {
    let sample = Self.following[index]
    let error = #expect(throws: QueryError.self, "\(sample.query)") {
      try run(sample.query, over: try Self.source())
    }
    guard case .refused(let refusal) = error else {
      Issue.record("\(sample.query): \(String(describing: error))")
      return
    }
    #expect(refusal.all.map(\.message) == sample.messages, "\(sample.query)")
  }
}
