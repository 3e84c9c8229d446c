import OTLP
import TestSupport
import Testing
import TraceModel

/// Makes spans of every shape from random numbers.
struct SpanGenerator {
  var random: SeededGenerator

  mutating func span() -> SpanData {
    var span = SpanData(
      traceID: traceID(), spanID: spanID(), parentID: chance(3) ? nil : spanID(), name: text(),
      start: time(), end: chance(5) ? nil : time(), kind: oneOf(SpanKind.allCases),
      attributes: attributes(),
      status: SpanStatus(code: oneOf(SpanStatus.Code.allCases), message: text()),
      resource: Resource(
        attributes: attributes(), droppedAttributesCount: count(), schemaURL: text()),
      scope: InstrumentationScope(
        name: text(), version: text(), attributes: attributes(),
        droppedAttributesCount: count(), schemaURL: text()))
    span.traceState = text()
    span.flags = count()
    span.droppedAttributesCount = count()
    span.events = some(2) {
      SpanEvent(
        time: $0.time(), name: $0.text(), attributes: $0.attributes(),
        droppedAttributesCount: $0.count())
    }
    span.droppedEventsCount = count()
    span.links = some(2) {
      SpanLink(
        traceID: $0.traceID(), spanID: $0.spanID(), traceState: $0.text(), flags: $0.count(),
        attributes: $0.attributes(), droppedAttributesCount: $0.count())
    }
    span.droppedLinksCount = count()
    return span
  }

  private mutating func value(depth: Int = 0) -> AttributeValue {
    switch Int.random(in: 0..<(depth < 4 ? 8 : 6), using: &random) {
    case 0: .string(text())
    case 1: .boolean(chance(2))
    case 2: .integer(chance(3) ? oneOf([.min, .max, 0, -1]) : Int64(bitPattern: random.next()))
    case 3: .double(number())
    case 4: .bytes(some(9) { UInt8.random(in: 0...255, using: &$0.random) })
    case 5: .empty
    case 6: .array(some(4) { $0.value(depth: depth + 1) })
    default: .map(attributes(depth: depth + 1))
    }
  }

  private mutating func attributes(depth: Int = 0) -> [Attribute] {
    some(4) { Attribute(key: $0.text(), value: $0.value(depth: depth)) }
  }

  /// Any double but NaN, which differs from itself.
  private mutating func number() -> Double {
    let number =
      chance(4)
      ? oneOf([0, -0.0, .infinity, -.infinity, .leastNonzeroMagnitude, 1e16, 0.1])
      : Double(bitPattern: random.next())
    return number.isNaN ? 1 : number
  }

  private mutating func text() -> String {
    let pieces = ["", "a", "key.name", "\"", "\\", "\n", "\u{0}", "\u{1F}", "é", "漢", "🚀", "/"]
    return some(4) { $0.oneOf(pieces) }.joined()
  }

  private mutating func traceID() -> TraceID {
    while true { if let id = TraceID(high: random.next(), low: random.next()) { return id } }
  }

  private mutating func spanID() -> SpanID {
    while true { if let id = SpanID(rawValue: random.next()) { return id } }
  }

  private mutating func time() -> Int64 {
    chance(6) ? Int64.max : Int64.random(in: 1...Int64.max, using: &random)
  }

  private mutating func count() -> UInt32 {
    chance(2) ? 0 : UInt32.random(in: 0...UInt32.max, using: &random)
  }

  private mutating func chance(_ sides: Int) -> Bool {
    Int.random(in: 0..<sides, using: &random) == 0
  }

  private mutating func oneOf<Value>(_ values: [Value]) -> Value {
    values[Int.random(in: 0..<values.count, using: &random)]
  }

  private mutating func some<Value>(
    _ limit: Int, _ make: (inout SpanGenerator) -> Value
  ) -> [Value] {
    (0..<Int.random(in: 0...limit, using: &random)).map { _ in make(&self) }
  }
}

struct RoundTripTests {
  @Test func `spans of every shape survive being written and read`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SpanGenerator(random: SeededGenerator(seed: seed))
    for _ in 0..<300 {
      let spans = (0..<Int.random(in: 0...4, using: &generator.random)).map { _ in
        generator.span()
      }
      let request = try TraceRequestDecoder.decode(TraceRequestEncoder.encode(spans))
      // Spans that share a resource come together.
      #expect(
        request.spans.sorted { $0.spanID < $1.spanID } == spans.sorted { $0.spanID < $1.spanID },
        "seed \(seed)")
      #expect(request.rejections.isEmpty, "seed \(seed)")
    }
  }

  @Test func `spans of one resource and scope are written together`() throws {
    var generator = SpanGenerator(random: SeededGenerator(seed: 1))
    var spans = (0..<6).map { _ in generator.span() }
    for index in spans.indices {
      spans[index].resource = Resource(schemaURL: "r\(index % 2)")
      spans[index].scope = InstrumentationScope(name: "s\(index % 3)")
    }
    let bytes = TraceRequestEncoder.encode(spans)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.split(separator: "\"resource\"").count == 3)
    #expect(text.split(separator: "\"scope\"").count == 7)
    #expect(try TraceRequestDecoder.decode(bytes).spans == [0, 2, 4, 1, 3, 5].map { spans[$0] })
  }

  @Test func `NaN survives, and a time before 1970 becomes 1970`() throws {
    let span = SpanData(
      traceID: try #require(TraceID(high: 0, low: 1)), spanID: try #require(SpanID(rawValue: 1)),
      name: "n", start: -5, end: 5,
      attributes: [Attribute(key: "k", value: .double(.nan))])
    let read = try #require(
      try TraceRequestDecoder.decode(TraceRequestEncoder.encode([span])).spans.first)
    #expect(read.start == 0)
    #expect(read.end == 5)
    #expect(read.attributes.value(of: "k")?.json == "\"NaN\"")
  }

  @Test func `no spans are an empty request`() {
    #expect(TraceRequestEncoder.encode([]) == Array("{}".utf8))
  }

  @Test func `mutated messages are read or refused, never trapped on`() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SpanGenerator(random: SeededGenerator(seed: seed))
    var decoder = TraceRequestDecoder()
    for _ in 0..<200 {
      let original = TraceRequestEncoder.encode([generator.span(), generator.span()])
      for _ in 0..<20 {
        let bytes = mutated(original, &generator.random)
        do throws(OTLPError) {
          let request = try decoder.decode(bytes)
          for rejection in request.rejections {
            #expect((0...bytes.count).contains(rejection.offset), "seed \(seed)")
          }
        } catch {
          #expect(!error.description.isEmpty, "seed \(seed)")
        }
        var stream = MessageStream(messageByteLimit: 4_096)
        stream.append(bytes)
        stream.finish()
        while stream.next() != nil {}
      }
    }
  }

  /// Changes, removes, repeats or swaps a few bytes.
  private func mutated(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    let punctuation = Array("{}[]\",:\\-0e.ntfu\n".utf8) + [0x00, 0x80, 0xFF, 0xED]
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
      let index = Int.random(in: 0..<bytes.count, using: &random)
      let end = min(bytes.count, index + Int.random(in: 1...30, using: &random))
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes[index] = punctuation[Int.random(in: 0..<punctuation.count, using: &random)]
      case 1: bytes.remove(at: index)
      case 2: bytes.insert(contentsOf: bytes[index..<end], at: index)
      case 3: bytes.removeSubrange(index..<end)
      default: bytes.removeSubrange(index...)
      }
    }
    return bytes
  }
}
