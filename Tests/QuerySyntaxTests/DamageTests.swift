import QuerySyntax
import TestSupport
import Testing

/// Whatever the text, there is a tree or a diagnostic that points into it.
@Suite struct DamageTests {
  @Test(arguments: [UInt64.random(in: 0 ... .max), 1, 2])
  func `damaged queries give a tree that prints, or a diagnostic in range`(seed: UInt64) throws {
    var mutator = Mutator(seed: seed)
    for _ in 0..<3_000 { try expectSoundness(mutator.mutated(), seed) }
  }

  @Test(arguments: [UInt64.random(in: 0 ... .max), 1, 2])
  func `random bytes give a diagnostic in range`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<3_000 {
      let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
        UInt8.random(in: random.chance(70) ? 9...127 : 0...255, using: &random)
      }
      try expectSoundness(String(decoding: bytes, as: UTF8.self), seed)
    }
  }

  @Test func `every beginning of an accepted query is sound`() throws {
    for sample in GrammarFiles.accepted {
      for end in sample.query.indices { try expectSoundness(String(sample.query[..<end]), 0) }
    }
  }

  private func expectSoundness(_ query: String, _ seed: UInt64) throws {
    _ = Parser.statements(in: query)
    do throws(Diagnostics) {
      let tree = try Parser.parse(query)
      expectRanges(of: tree, in: query)
      let again = try Parser.parse(tree.printed)
      #expect(again == tree, "seed \(seed): \(query)")
    } catch {
      expectSoundness(error, query, seed)
    }
  }

  private func expectSoundness(_ mistakes: Diagnostics, _ query: String, _ seed: UInt64) {
    for mistake in mistakes.all {
      let range = mistake.range
      let isInside =
        range.lowerBound >= 0 && range.lowerBound <= range.upperBound
        && range.upperBound <= query.utf8.count
      #expect(isInside, "seed \(seed): \(query)")
      #expect(!mistake.message.isEmpty)
      let lines = mistake.rendered(in: query).split(separator: "\n")
      #expect((3...4).contains(lines.count), "seed \(seed): \(query)")
    }
    let places = mistakes.all.map(\.range.lowerBound)
    #expect(places == places.sorted(), "seed \(seed): \(query)")
    #expect(Set(mistakes.all).count == places.count, "seed \(seed): \(query)")
  }

  private func expectRanges(of query: Query, in text: String) {
    var end = query.filter?.range.upperBound ?? 0
    for stage in query.stages {
      #expect(stage.range.lowerBound >= end, "\(text)")
      end = stage.range.upperBound
    }
    #expect(end <= text.utf8.count, "\(text)")
  }
}
