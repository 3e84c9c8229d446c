import Compression
import FlatData
import OTLP
import Spoor
import TestSupport
import Testing

/// What comes from outside, damaged at random: every reader answers or refuses, and none traps.
///
/// A trap ends the whole test run, so that these tests have little to expect: that they end.
/// `SPOOR_SOAK` says for how many seconds each goes on, `SPOOR_SEED` repeats a run.
@Suite struct ReaderFuzzTests {
  private static let ordinaryRounds = 300

  @Test func `damaged OTLP JSON is decoded or refused`() {
    let mutation = Mutation(dictionary: [
      "{", "}", "[", "]", "\"", ":", ",", "null", "-1e999", "\\uD800", "\"traceId\":",
      "\"attributes\":", "{\"kvlistValue\":{\"values\":[", "\"intValue\":\"", "\u{FEFF}",
    ])
    fuzz(Self.request, mutation) { bytes in
      var decoder = TraceRequestDecoder()
      _ = try? decoder.decode(bytes)
    }
  }

  @Test func `a damaged stream is cut into messages of its bytes`() {
    let mutation = Mutation(dictionary: ["\n", "\r\n", "{", "}", "\n\n", "{\"a\":["])
    fuzz(Self.request + [10] + Self.request, mutation) { bytes in
      var stream = MessageStream(messageByteLimit: 4_096)
      var count = 0
      for start in stride(from: 0, to: bytes.count, by: 97) {
        stream.append(Array(bytes[start..<min(start + 97, bytes.count)]))
        while stream.next() != nil { count += 1 }
      }
      stream.finish()
      while stream.next() != nil { count += 1 }
      #expect(count <= bytes.count + 1)
    }
  }

  @Test(arguments: [TableReader.Format.csv(delimiter: UInt8(ascii: ",")), .jsonLines])
  func `damaged tables are spans and rejections`(format: TableReader.Format) throws {
    let mapping = try TableMapping(
      maps: ["t=start,n=input_tokens,c=cost,d=latency:ms,i=trace_id:hash,s=score.s"],
      sets: ["stage=generation"], zone: "Europe/Paris")
    let mutation = Mutation(dictionary: [
      ",", "\"", "\"\"", "\n", "\r\n", "1e999", "-", "9223372036854775808", "\u{FEFF}", "{\"t\":",
      "[[",
      "2023-13-45", "+99:99", "\u{0}", "1e-400", "0.00000000000000000000000000000000000000000001",
    ])
    fuzz(format == .jsonLines ? Self.objects : Self.rows, mutation) { bytes in
      var count = 0
      do throws(MappingError) {
        var reader = try TableReader(format, mapping)
        for start in stride(from: 0, to: bytes.count, by: 61) {
          reader.append(Array(bytes[start..<min(start + 61, bytes.count)]))
          while let item = try reader.next() { count += isSound(item) ? 1 : 0 }
        }
        reader.finish()
        while let item = try reader.next() { count += isSound(item) ? 1 : 0 }
      } catch {
        #expect(!error.description.isEmpty)
      }
      #expect(count <= bytes.count)
    }
  }

  /// Whether what a reader gave is what it says it gives.
  private func isSound(_ item: TableReader.Item) -> Bool {
    switch item {
    case .row(let span, let scores):
      #expect(span.start >= 0 && span.end ?? span.start >= span.start)
      #expect(scores.allSatisfy { (try? $0.validate()) != nil })
    case .rejected(let line, let reason): #expect(line > 0 && !reason.isEmpty)
    }
    return true
  }

  @Test(arguments: ["gzip", "zstd"])
  func `damaged compressed bytes are decoded or refused within bounds`(name: String) throws {
    let whole = name == "zstd" ? Zstd.compress(Self.request) : Self.gzipped
    fuzz(whole, Mutation(dictionary: ["\u{1F}", "(", "\u{0}"])) { bytes in
      let format = CompressionFormat.detect(prefix: bytes)
      guard
        var reader = try? DecompressingReader(format: format, maximumByteCountPerCall: 1 << 20)
      else { return }
      var output: [UInt8] = []
      _ = try? reader.decode(bytes, into: &output)
      _ = try? reader.finish()
      #expect(output.count <= 1 << 20)
    }
  }

  @Test func `damaged queries are answered or refused`() throws {
    let folder = TemporaryFolder()
    let store = try Store.open(folder.appending("s"))
    var generator = SpanGenerator(seed: 5)
    try store.append(generator.spans(60))
    let queries = [
      "stage=generation and latency>2s group by prompt_version",
      "attr.k1 =~ \"(a|b)*c{2,5}[^x]\\\\d\" and not name contains é",
      "since 24h group by stage, attr.k2 select count() as n, sum(cost) / count() having n>1",
      "latency > (ttft + 500ms) select trace_id, latency order by latency desc limit 3 skip 1",
      "event.exception.type in (a, \"b c\", 5) or cost between $0.01 and $5",
    ].map { Array($0.utf8) }
    let mutation = Mutation(dictionary: [
      " and ", " or ", " not ", "(", ")", "\"", "'", "group by ", "select ", "=~", "[", "{9,}",
      "9223372036854775808", "-", "--", ";", "|", "$p", "is missing", "count(", "e\u{301}", "∅",
    ])
    for query in queries {
      fuzz(query, mutation) { bytes in
        _ = try? store.query(String(decoding: bytes, as: UTF8.self))
      }
    }
  }

  /// Damages bytes again and again, and gives each result to a reader.
  private func fuzz(_ seed: [UInt8], _ mutation: Mutation, _ read: ([UInt8]) -> Void) {
    var random = SeededGenerator(seed: Soak.seed())
    var kept = [seed]
    for round in Soak.rounds(Self.ordinaryRounds) {
      let bytes = mutation.apply(to: kept[round % kept.count], &random)
      read(bytes)
      // Damage on damage goes deeper; a handful of ancestors keeps it from becoming noise.
      if round % 8 == 0 { kept = kept.suffix(15) + [bytes.count < 65_536 ? bytes : seed] }
      if round % 64 == 0 { kept = [seed] }
    }
  }

  private static let request = Array(
    """
    {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":\
    {"stringValue":"é\\u00e9\\n"}}]},"scopeSpans":[{"scope":{"name":"s"},"spans":[{"traceId":\
    "0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331","name":"chat","kind":3,\
    "startTimeUnixNano":"1790000000000000000","endTimeUnixNano":1790000000000000005,"attributes":\
    [{"key":"a","value":{"arrayValue":{"values":[{"intValue":"5"},{"doubleValue":1.5e3},\
    {"boolValue":true},{"bytesValue":"AAE="},{"kvlistValue":{"values":[]}}]}}}],"events":[{"name":\
    "exception","timeUnixNano":"1","attributes":[]}],"links":[{"traceId":\
    "0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331"}],"status":{"code":2}}]}]}]}
    """.utf8)

  private static let rows = Array(
    """
    t,n,c,d,i,s,other
    2023-11-16 18:15:46.6805900,374,0.0123,12.5,a,0.5,"x, ""y"" é"
    2023-10-29T02:30:00,3.74e2,1.2e-05,1m30s,b,good,007

    """.utf8)

  private static let objects = Array(
    """
    {"t":"2023-11-16 18:15:46.68","n":374,"c":0.0123,"d":12.5,"i":"a","s":0.5,"o":{"p":[1,"é"]}}
    {"t":"2023-10-29T02:30:00+01:00","n":"5","c":"$1","d":"2s","i":7,"s":true,"o":null}

    """.utf8)

  /// "spoor spoor spoor", as gzip wrote it.
  private static let gzipped: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xFF, 0x2B, 0x2E, 0xC8, 0xCF, 0x2F,
    0x52, 0x28, 0x46, 0x90, 0x00, 0x1F, 0x20, 0xAA, 0x82, 0x11, 0x00, 0x00, 0x00,
  ]
}
