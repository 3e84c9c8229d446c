import OTLP
import TestSupport
import Testing
import TraceModel
import TraceStorage

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The `spoor` command, killed or pointed at damage.
@Suite struct KilledCommandTests {
  private let folder = TemporaryFolder()

  @Test func `importing again after a kill gives what one import gives`() throws {
    let seed = Soak.seed()
    var random = SeededGenerator(seed: seed)
    let file = try makeFile(seed: seed)
    let clean = folder.appending("clean")
    #expect(try spoor("import", file, into: clean).wait() == .exit(0))
    let expected = try contents(of: clean)
    #expect(!expected.isEmpty)
    for round in Soak.rounds(2) {
      let context: Comment = "seed \(seed), round \(round)"
      let path = folder.appending("killed \(round)")
      for _ in 0..<2 {
        let killed = try spoor("import", file, into: path)
        usleep(.random(in: 0..<400_000, using: &random))
        killed.kill()
        _ = killed.wait()
      }
      #expect(try spoor("import", file, into: path).wait() == .exit(0), context)
      #expect(try contents(of: path) == expected, context)
      #expect(try spoor("verify", into: path).wait() == .exit(0), context)
    }
  }

  @Test func `scores that were acknowledged outlive a kill, and the rest can be attached again`()
    throws
  {
    let seed = Soak.seed()
    var random = SeededGenerator(seed: seed)
    let spans = try makeFile(seed: seed)
    for round in Soak.rounds(2) {
      let context: Comment = "seed \(seed), round \(round)"
      let path = folder.appending("scored \(round)")
      #expect(try spoor("import", spans, into: path).wait() == .exit(0), context)
      let traces = try TraceDatabase.open(path, OpenOptions(readOnly: true)).snapshot()
        .traces(startingWith: "", limit: .max)
      var acknowledged: Set<Int> = []
      for part in 0..<3 {
        // Some numbers again, which are then there already.
        let numbers = part * 3_000..<part * 3_000 + 4_000
        let file = makeScores(numbers, of: traces)
        let killed = try spoor("score", "--file", file, into: path)
        usleep(.random(in: 0..<150_000, using: &random))
        killed.kill()
        let report = killed.remainingLines()
        _ = killed.wait()
        if !report.isEmpty { acknowledged.formUnion(numbers) }
        #expect(try spoor("verify", into: path).wait() == .exit(0), context)
        #expect(acknowledged.isSubset(of: try scores(in: path, of: traces)), context)
        guard Bool.random(using: &random) else { continue }
        #expect(try spoor("score", "--file", file, into: path).wait() == .exit(0), context)
        acknowledged.formUnion(numbers)
        #expect(acknowledged.isSubset(of: try scores(in: path, of: traces)), context)
      }
      // What was not acknowledged is there as a whole call's worth or not at all: nothing twice.
      #expect(try spoor("verify", into: path).wait() == .exit(0), context)
    }
  }

  /// A file of numbered scores, spread over traces.
  private func makeScores(_ numbers: Range<Int>, of traces: [TraceID]) -> String {
    var text = "trace_id,name,value,time\n"
    for number in numbers {
      text += "\(traces[number % traces.count]),numbered,\(number),2026-11-02T00:00:00Z\n"
    }
    let path = folder.appending("scores \(numbers.lowerBound).csv")
    writeFile(path, Array(text.utf8))
    return path
  }

  /// The numbers of the scores in a store; none is there twice.
  private func scores(in path: String, of traces: [TraceID]) throws -> Set<Int> {
    let snapshot = try TraceDatabase.open(path, OpenOptions(readOnly: true)).snapshot()
    let numbers = try traces.flatMap { try snapshot.scores(of: $0).compactMap(\.number) }
    #expect(Set(numbers).count == numbers.count)
    return Set(numbers.map { Int($0) })
  }

  @Test func `verify tells a damaged store by its exit code`() throws {
    let path = folder.appending("s")
    let data = path + "/data.mdb"
    #expect(try spoor("import", try makeFile(seed: 1), into: path).wait() == .exit(0))
    #expect(try spoor("verify", into: path).wait() == .exit(0))
    let whole = readFile(data)
    let live = try LiveBytes(ofFileAt: data)
    var random = SeededGenerator(seed: 1)
    for _ in 0..<3 {
      var damaged = whole
      let offset = live.values.randomElement(using: &random)
      for index in offset..<min(offset + 8, damaged.count) { damaged[index] ^= 0xFF }
      writeFile(data, damaged)
      #expect(try spoor("verify", into: path).wait() == .exit(3), "offset \(offset)")
    }
    writeFile(data, Array(whole.dropLast(whole.count / 2)))
    #expect(try spoor("verify", into: path).wait() == .exit(3))
  }

  /// A file of OTLP/JSON, a message a line.
  private func makeFile(seed: UInt64) throws -> String {
    var generator = SpanGenerator(seed: seed, traceCount: 40)
    let spans = generator.spans(300)
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: spans.count, by: 50) {
      bytes += TraceRequestEncoder.encode(Array(spans[start..<start + 50])) + [UInt8(ascii: "\n")]
    }
    let path = folder.appending("spans.jsonl")
    writeFile(path, bytes)
    return path
  }

  private func spoor(_ words: String..., into store: String) throws -> ChildProcess {
    let process = try ChildProcess(.spoor, words + ["--store", store])
    process.endInput()
    return process
  }

  private func contents(of path: String) throws -> [[UInt8]] {
    let store = try TraceDatabase.open(path, OpenOptions(readOnly: true))
    let snapshot = try store.snapshot()
    return try snapshot.traces(startingWith: "", limit: .max)
      .flatMap { try snapshot.spans(of: $0).map(\.canonicalBytes) }
  }
}
