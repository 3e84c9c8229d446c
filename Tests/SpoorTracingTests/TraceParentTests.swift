import SpoorTracing
import Testing
import TraceModel
import Tracing

private let trace = "12345678901234567890123456789012"
private let span = "1234567890123456"

/// What the test suite of W3C's working group sends as `traceparent`, and whether the trace goes on.
///
/// https://github.com/w3c/trace-context/blob/main/test/test.py, under the names of its tests.
private let vectors: [(name: String, header: String, goesOn: Bool)] = [
  ("included", "00-\(trace)-\(span)-01", true),
  ("duplicated", "00-\(trace)-\(span)-01,00-\(trace)-\(span)-01", false),
  ("version 00, trailing dot", "00-\(trace)-\(span)-01.", false),
  ("version 00, more fields", "00-\(trace)-\(span)-01-what-the-future-will-be-like", false),
  ("version cc", "cc-\(trace)-\(span)-01", true),
  ("version cc, more fields", "cc-\(trace)-\(span)-01-what-the-future-will-be-like", true),
  ("version cc, no dash", "cc-\(trace)-\(span)-01.what-the-future-will-be-like", false),
  ("version ff", "ff-\(trace)-\(span)-01", false),
  ("version illegal, first", ".0-\(trace)-\(span)-01", false),
  ("version illegal, second", "0.-\(trace)-\(span)-01", false),
  ("version of three digits", "000-\(trace)-\(span)-01", false),
  ("version of four digits", "0000-\(trace)-\(span)-01", false),
  ("version of one digit", "0-\(trace)-\(span)-01", false),
  ("trace id zero", "00-00000000000000000000000000000000-\(span)-01", false),
  ("trace id illegal, first", "00-.2345678901234567890123456789012-\(span)-01", false),
  ("trace id illegal, last", "00-1234567890123456789012345678901.-\(span)-01", false),
  ("trace id too long", "00-\(trace)3-\(span)-01", false),
  ("trace id too short", "00-1234567890123456789012345678901-\(span)-01", false),
  ("parent id zero", "00-\(trace)-0000000000000000-01", false),
  ("parent id illegal, first", "00-\(trace)-.234567890123456-01", false),
  ("parent id illegal, last", "00-\(trace)-123456789012345.-01", false),
  ("parent id too long", "00-\(trace)-12345678901234567-01", false),
  ("parent id too short", "00-\(trace)-123456789012345-01", false),
  ("flags illegal, first", "00-\(trace)-\(span)-.0", false),
  ("flags illegal, second", "00-\(trace)-\(span)-0.", false),
  ("flags too long", "00-\(trace)-\(span)-001", false),
  ("flags too short", "00-\(trace)-\(span)-1", false),
  ("space before", " 00-\(trace)-\(span)-01", true),
  ("tab before", "\t00-\(trace)-\(span)-01", true),
  ("space behind", "00-\(trace)-\(span)-01 ", true),
  ("tab behind", "00-\(trace)-\(span)-01\t", true),
  ("blanks around", "\t 00-\(trace)-\(span)-01 \t", true),
  // Beyond the suite.
  ("empty", "", false),
  ("blank", " ", false),
  ("upper case", "00-\(trace)-123456789012345A-01", false),
  ("upper case in the version", "0A-\(trace)-\(span)-01", false),
  ("another separator", "00_\(trace)_\(span)_01", false),
  ("version cc, cut", "cc-\(trace)-\(span)-0", false),
  ("not ASCII", "00-\(trace)-\(span)-0１", false),
  ("another flag", "00-\(trace)-\(span)-ff", true),
]

@Suite struct TraceParentTests {
  @Test(arguments: vectors)
  func `a traceparent is taken or not as the W3C's suite has it`(
    _ vector: (name: String, header: String, goesOn: Bool)
  ) throws {
    let traced = try TracedStore()
    var context = ServiceContext.topLevel
    traced.tracer.extract(["traceparent": vector.header], into: &context, using: HeaderCarrier())
    #expect((context.spanContext != nil) == vector.goesOn, "\(vector.name)")
    guard vector.goesOn else { return }
    #expect(context.spanContext?.traceID.description == trace)
    #expect(context.spanContext?.spanID.description == span)
    #expect(context.spanContext?.isRemote == true)
  }

  @Test func `only the flags that are defined are kept`() throws {
    let traced = try TracedStore()
    for (sent, kept) in [("00", 0), ("01", 1), ("02", 2), ("03", 3), ("fc", 0), ("ff", 3)] {
      var context = ServiceContext.topLevel
      let headers = ["traceparent": "00-\(trace)-\(span)-\(sent)"]
      traced.tracer.extract(headers, into: &context, using: HeaderCarrier())
      #expect(context.spanContext?.flags.rawValue == UInt8(kept))
    }
  }
}
