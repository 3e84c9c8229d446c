import QuerySyntax
import Testing

@testable import Spoor

/// Queries built in Swift are the text that a person would write.
@Suite struct TypedQueryTests {
  @Test func `a query built in Swift is the query of its text`() throws {
    let query =
      TypedQuery
      .where(\.stage == "generation" && \.latency > .seconds(2))
      .group(by: \.promptVersion)
    #expect(
      query.text == #"stage = "generation" and latency > 2s group by prompt_version"#)
    #expect(try query == TypedQuery(parsing: query.text))
  }

  @Test(arguments: conditions) func `a condition is written as in the language`(
    condition: QueryCondition, text: String
  ) throws {
    let query = TypedQuery.where(condition)
    #expect(query.text == text)
    #expect(try query == TypedQuery(parsing: text))
  }

  @Test(arguments: queries) func `a stage is written as in the language`(
    query: TypedQuery, text: String
  ) throws {
    #expect(query.text == text)
    #expect(try query == TypedQuery(parsing: text))
  }

  @Test func `no text can end its quotes`() throws {
    let hostile = "x\" or status != \"ok\\\" -- \n group by name"
    let query = TypedQuery.where(\.name == hostile).limit(1)
    let parsed = try Parser.parse(query.text)
    guard case .comparison(.equal, _, let right) = parsed.filter?.kind else {
      Issue.record("\(query.text) is no comparison")
      return
    }
    #expect(right.kind == .string(hostile))
    #expect(parsed.stages.count == 1)
  }

  @Test func `what two queries have in common can be shared`() {
    let slow = TypedQuery.where(\.latency > .seconds(2))
    #expect(slow.group(by: \.model).text == "latency > 2s group by model")
    #expect(slow.group(by: \.service).text == "latency > 2s group by service")
    #expect(slow.text == "latency > 2s")
  }

  private static let conditions: [(QueryCondition, String)] = [
    (\.name == "a \"b\"", #"name = "a \"b\"""#),
    (\.latency >= .milliseconds(1_500), "latency >= 1500ms"),
    (\.latency < .nanoseconds(1_234), "latency < 1234ns"),
    (\.timeToFirstToken <= .zero, "ttft <= 0ns"),
    (\.cost > 0.05, "cost > $0.05"),
    (\.cost > Dollars(nanodollars: 1), "cost > $0.000000001"),
    (\.inputTokens != 10, "input_tokens != 10"),
    (\.model == nil, "model is missing"),
    (\.userID != nil, "user_id is not missing"),
    (
      !(\.stage == "tool" || \.stage == "agent") && \.status == "error",
      #"not (stage = "tool" or stage = "agent") and status = "error""#
    ),
    (
      \.start >= Timestamp(nanosecondsSince1970: 1_700_000_000_000_000_001),
      "start >= 2023-11-14T22:13:20.000000001Z"
    ),
    (\.root.status == "error", #"root.status = "error""#),
    (\.parent.stage == "agent", #"parent.stage = "agent""#),
    (\.attributes[string: "tenant"] == "acme", #"attr.tenant = "acme""#),
    (\.attributes[int: "http.retry count"] > 3, #"attr["http.retry count"] > 3"#),
    (\.resource[string: "host"] == "a", #"resource.host = "a""#),
    (\.events[bool: "cached"] == true, "event.cached = true"),
    (\.scores["faithfulness"] < 0.5, "score.faithfulness < 0.5"),
    (\.scores["faithfulness", source: "human"] < 0.5, "score.faithfulness[human] < 0.5"),
    (\.scores[label: "verdict"] == "bad", #"score.verdict = "bad""#),
    (.contains(\.output, "refund"), #"output contains "refund""#),
    (.containsIgnoringCase(\.output, "refund"), #"output icontains "refund""#),
    (.starts(\.name, with: "chat"), #"name startswith "chat""#),
    (.matches(\.model, "^gpt-4"), #"model =~ "^gpt-4""#),
    (.any(of: ["a", "b"], is: \.model), #"model in ("a", "b")"#),
    (.range(.seconds(1) ... .seconds(2), contains: \.latency), "latency between 1s and 2s"),
    (
      field(\.latency) - field(\.timeToFirstToken) > .seconds(1), "latency - ttft > 1s"
    ),
    (field(\.latency) > field(\.timeToFirstToken) + .seconds(1), "latency > (ttft + 1s)"),
    (field(\.latency) + .seconds(-1) > .zero, "latency + -1s > 0ns"),
    (\.latency > .seconds(-1), "latency > -1s"),
    (!.has(.child, where: \.stage == "guardrail"), #"not child{stage = "guardrail"}"#),
    (.has(.ancestor) && \.depth > 2, "ancestor{} and depth > 2"),
    (
      RelativeAggregate.count(.descendant, where: \.stage == "tool") > 5,
      #"count(descendant{stage = "tool"}) > 5"#
    ),
    (
      RelativeAggregate.sum(\.latency, of: .child) > .seconds(1), "sum(child{}.latency) > 1s"
    ),
    (\.trace.errorCount > 0, "trace.error_count > 0"),
  ]

  private static let queries: [(TypedQuery, String)] = [
    (.everything.limit(5), "limit 5"),
    (.everything.group(by: \.model).unweighted(), "group by model unweighted"),
    (.everything.since(.seconds(86_400)).until(.seconds(60)), "since 86400s until 60s"),
    (
      .everything.select(\.traceID, \.latency).order(by: \.latency, .descending).limit(20).skip(3),
      "select trace_id, latency order by latency desc limit 20 skip 3"
    ),
    (
      .everything.group(by: \.promptVersion, \.model)
        .select(Aggregate.count(), Aggregate.p95(\.latency).named("p95"))
        .having(Aggregate.p95(\.latency) > .seconds(2) && Aggregate.count() >= 30)
        .order(by: Aggregate.count()),
      "group by prompt_version, model select count(), p95(latency) as p95"
        + " having p95(latency) > 2s and count() >= 30 order by count()"
    ),
    (
      .where(\.stage == "generation").where(\.status == "ok").every(.seconds(300))
        .select(Aggregate.rate()),
      #"stage = "generation" where status = "ok" every 300s select rate()"#
    ),
    (
      .everything.select(
        (Aggregate.count(if: \.status == "error") / Aggregate.count()).named("failed"),
        Aggregate.p95(\.latency, if: \.stage == "tool")),
      #"select count() if (status = "error") / count() as failed, "#
        + #"p95(latency) if (stage = "tool")"#
    ),
    (
      .traces.where(\.trace.cost > 1).every(.day, zone: "Europe/Paris").group(by: \.userID),
      #"from traces where trace.cost > $1 every day tz "Europe/Paris" group by user_id"#
    ),
    (
      .everything.select(
        field(\.latency), (field(\.latency) / field(\.timeToFirstToken)).named("ratio")),
      "select latency, latency / ttft as ratio"
    ),
    (
      .everything.naming("speed", field(\.outputTokens).asDouble() / 2)
        .where(QueryExpression.named("speed", as: Double.self) > 40).limit(3),
      "let speed = float(output_tokens) / 2.0 where speed > 40.0 limit 3"
    ),
    (
      .everything.since(.seconds(60)).offset(.seconds(3_600)).every(.day, fill: .zero)
        .select(Aggregate.count()),
      "since 60s offset 3600s every day fill 0 select count()"
    ),
    (
      .everything.every(.seconds(300), zone: "Europe/Paris", fill: .null)
        .select(Aggregate.concurrency()),
      #"every 300s tz "Europe/Paris" fill null select concurrency()"#
    ),
    (
      .everything.select(\.latency).limit(3, per: \.model, \.service),
      "select latency limit 3 per model, service"
    ),
    (
      .everything.group(by: \.model, \.name).limit(3, per: \.model, withOther: true),
      "group by model, name limit 3 per model with other"
    ),
    (.everything.group(by: \.model).limitWithOther(10), "group by model limit 10 with other"),
    (
      .everything.group(by: \.model).assert(Aggregate.errorRate() < 0.05),
      "group by model assert error_rate() < 0.05"
    ),
    (
      .where(\.stage == "tool").difference(
        of: \.status == "error", vs: \.status != "error", top: 5),
      #"stage = "tool" diff {status = "error"} vs {status != "error"} top 5"#
    ),
    (.traces.difference(of: \.trace.errorCount > 0), "from traces diff {trace.error_count > 0}"),
    (
      .everything.select(
        field(\.model).lowercased().named("m"), field(\.name).length(),
        field(\.latency).bucket(.milliseconds(500)), field(\.timeToFirstToken).or(.seconds(0)),
        field(\.criticalPathShare).rounded(decimals: 1), field(\.depth).asString(),
        (\.latency > .seconds(2)).choose("slow", else: "fast"), (\.model == nil).value),
      "select lower(model) as m, length(name), bucket(latency, 500ms), coalesce(ttft, 0ns),"
        + " round(critical_path_share, 1), str(depth), if((latency > 2s), \"slow\", \"fast\"),"
        + " (model is missing)"
    ),
    (
      .everything.group(by: \.model).select(
        Aggregate.quantile(\.latency, 0.3), Aggregate.deviation(\.latency),
        Aggregate.first(\.name), Aggregate.uniqueValues(\.service, 3, if: \.depth > 1),
        Aggregate.histogram(\.latency, .seconds(1)), Aggregate.exemplars(2),
        Aggregate.p95(field(\.latency) - field(\.timeToFirstToken))),
      "group by model select quantile(latency, 0.3), stddev(latency), first(name),"
        + " uniq_values(service, 3) if (depth > 1), histogram(latency, 1s), exemplars(2),"
        + " p95(latency - ttft)"
    ),
  ]
}

extension TypedQuery {
  fileprivate init(parsing text: String) throws { self.init(query: try Parser.parse(text)) }
}
