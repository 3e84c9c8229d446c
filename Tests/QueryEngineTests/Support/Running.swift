import QueryEngine
import QuerySyntax
import Scanning
import Testing
import TraceModel

/// Runs a query and gives its result.
func run(
  _ text: String, over source: any ScanSource, now: Int64 = 0,
  parameters: [String: String] = [:], newestLimit: Int? = nil,
  memoryByteLimit: Int = QueryOptions.defaultMemoryByteLimit, threadCount: Int = 1,
  cache: PartialCache? = nil, textNumbers: TextNumbers? = nil
) throws -> QueryResult {
  var options = QueryOptions(
    now: now, parameters: parameters, newestLimit: newestLimit, memoryByteLimit: memoryByteLimit)
  options.threadCount = threadCount
  options.dealsInTurn = true
  options.cache = cache
  options.textNumbers = textNumbers
  return try QueryEngine.run(try Parser.parse(text), text: text, over: source, options: options)
}

func testSpan(
  _ number: Int, start: Int64 = 0, latency: Int64? = nil, _ texts: [Field: String] = [:],
  _ numbers: [Field: Int64] = [:], attributes: [String: AttributeValue] = [:]
) throws -> TestSpan {
  var span = TestSpan(
    traceID: try #require(TraceID(high: 1, low: UInt64(number) / 2 + 1)),
    spanID: try #require(SpanID(rawValue: UInt64(number) + 1)))
  span.texts = texts
  span.numbers = numbers
  span.numbers[.start] = start
  span.numbers[.latency] = latency
  span.texts[.name] = texts[.name] ?? "call"
  span.texts[.status] = texts[.status] ?? "ok"
  for (key, value) in attributes {
    span.attributes[AttributeName(scope: .span, key: key)] = value
  }
  return span
}

let second: Int64 = 1_000_000_000
