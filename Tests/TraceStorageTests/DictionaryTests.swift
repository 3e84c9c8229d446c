import ByteCoding
import Scanning
import TestSupport
import Testing
import TraceModel

@testable import TraceStorage

@Suite struct DictionaryTests {
  /// Different texts in the order of their bytes: alike at the beginning, and as long as they
  /// come; together more than a chunk.
  private func texts(_ random: inout SeededGenerator) -> [String] {
    var texts: Set<String> = [""]
    while texts.count < 6_000 {
      let prefix = String(repeating: "p", count: Int.random(in: 0...40, using: &random))
      texts.insert(prefix + String(random.next() >> UInt64.random(in: 0...63, using: &random)))
    }
    return texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  @Test(arguments: [1, 2] as [UInt64])
  func `neighbours are read together from any code on`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let texts = texts(&random)
    let fixture = StoreFixture()
    let store = try fixture.open()
    let spans = texts.enumerated().map { span(1, UInt64($0) + 1, name: $1) }
    _ = try store.load(spans.shuffled(using: &random))
    let segment = try store.snapshot().segment(at: 0)
    let name = ColumnID(.name)
    for _ in 0..<200 {
      let first = Int.random(in: 0...texts.count, using: &random)
      let end = min(texts.count, first + Int.random(in: 0...600, using: &random))
      let codes = UInt32(first)..<UInt32(end)
      let found = try #require(try segment.dictionaryTexts(codes, in: name))
      let decoded = (0..<found.count).map {
        String(decoding: found.bytes[found.ranges[$0]], as: UTF8.self)
      }
      #expect(decoded == Array(texts[first..<end]), "seed \(seed): \(codes)")
      #expect(
        try segment.dictionaryValues(codes, in: name) == texts[first..<end].map { .string($0) })
    }
    for code in texts.indices {
      #expect(try segment.code(of: texts[code], in: name) == UInt32(code))
    }
    for absent in ["p!", "zz", "\u{0}", texts[77] + "\u{0}"] {
      #expect(try segment.code(of: absent, in: name) == nil)
    }
    #expect(throws: ScanError.self) {
      try segment.dictionaryTexts(0..<UInt32(texts.count) + 1, in: name)
    }
  }

  @Test(arguments: 1...300 as ClosedRange<UInt64>)
  func `damaged entries are refused or read within their bytes`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let whole = DictionaryPart.parts(
      of: ["user-1", "user-12", "user-2", "w"].map { Array($0.utf8) })
    var bytes = whole[0].body
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      bytes[Int.random(in: 4..<bytes.count, using: &random)] = UInt8.random(
        in: .min ... .max, using: &random)
    }
    bytes.removeLast(Int.random(in: 0...3, using: &random))
    let aligned = AlignedBytes(bytes)
    let reader = DictionaryEntryReader(aligned.bytes, at: 4)
    var texts = DictionaryTexts()
    guard texts.append(3, after: 1, from: reader) else { return }
    #expect(texts.count == 3)
    for index in 0..<texts.count { #expect(texts.ranges[index].upperBound <= texts.bytes.count) }
  }
}
