import Testing
import TraceModel

/// The probability that sampling kept a span, as trace states and attributes tell it.
struct SamplingTests {
  private func probability(
    _ state: String, _ attributes: [Attribute] = []
  ) throws -> Double? {
    let trace = try #require(TraceID(high: 1, low: 1))
    let id = try #require(SpanID(rawValue: 1))
    var span = SpanData(traceID: trace, spanID: id, name: "chat", start: 0, end: 1)
    span.traceState = state
    span.attributes = attributes
    return SpanFields(span).samplingProbability
  }

  @Test(
    arguments: [
      ("ot=th:0", 1), ("ot=th:8", 0.5), ("ot=th:c", 0.25), ("ot=th:c;rv:d29d6a7215ced0", 0.25),
      ("ot=rv:d29d6a7215ced0;th:c000", 0.25), ("vendor=1,ot=th:8", 0.5), ("a=b , ot=th:8 ", 0.5),
      ("ot=th:ffffffffffffff", 0x1p-56), ("ot=p:2", 0.25), ("ot=p:0;r:5", 1), ("ot=p:62", 0x1p-62),
      ("ot=p:2;th:8", 0.5), ("ot=th:zz;p:1", 0.5), ("ot=th:fd70a3d70a3d7", 0.01),
    ] as [(String, Double)])
  func `a trace state's threshold is a probability`(
    _ state: String, _ expected: Double
  ) throws {
    let known = try #require(try probability(state))
    #expect(abs(known - expected) <= 1e-12 * expected)
  }

  @Test(arguments: [
    "", "ot", "ot=", "ot=th", "ot=th:", "ot=th:C", "ot=th:000000000000001", "ot=th:-1", "ot=th:+1",
    "ot=p:63", "ot=p:", "ot=p:-1", "ot=p:100", "th:8", "not=th:8", "ot=rv:d29d6a7215ced0",
    "tenant@ot=th:8", ",,=,",
  ])
  func `one that does not say so leaves it unknown`(_ state: String) throws {
    #expect(try probability(state) == nil)
    // An attribute says it then.
    let rate = Attribute(key: "sampleRate", value: .integer(4))
    #expect(try probability(state, [rate]) == 0.25)
  }

  @Test func `the trace state goes before the attribute`() throws {
    let rate = Attribute(key: "sampleRate", value: .integer(4))
    #expect(try probability("ot=th:8", [rate]) == 0.5)
  }

  @Test(
    arguments: [
      (1, 1), (4, 0.25), (2.5, 0.4), ("10", 0.1), (0, nil), (-3, nil), (0.5, nil), ("many", nil),
      (.double(.nan), nil), (.double(.infinity), nil), (.boolean(true), nil), (.empty, nil),
    ] as [(AttributeValue, Double?)])
  func `a rate is one in so many`(_ rate: AttributeValue, _ expected: Double?) throws {
    #expect(try probability("", [Attribute(key: "SampleRate", value: rate)]) == expected)
  }
}
