import QueryEngine
import QuerySyntax
import TestSupport
import Testing
import TraceModel

/// Percentiles by every way that they are found: of all values, of those kept beside a histogram,
/// and by going over the rows again, which little memory or changing values enforce.
struct PercentileTests {
  /// How the values of a test are distributed.
  enum Shape: CaseIterable {
    /// Most are small, few large, as latencies are.
    case skewed
    /// Each segment's are ten times those of the one before.
    case drifting
    case allEqual
    case allNull
    /// Whole numbers of either sign, as far apart as they can be.
    case extreme
    /// Doubles of either sign, tiny ones and huge ones.
    case doubles

    func value(_ generator: inout SeededGenerator, segment: Int) -> AttributeValue? {
      let bits = Int64.random(in: 0...30, using: &generator)
      let skewed = Int64.random(in: 0..<(1 << bits), using: &generator)
      switch self {
      case .skewed: return .integer(skewed)
      case .drifting: return .integer((0..<segment).reduce(skewed + 1_000) { sum, _ in sum * 10 })
      case .allEqual: return .integer(5_000_000_000)
      case .allNull: return nil
      case .extreme:
        return .integer(
          [.min, .max, 0, -1, .random(in: .min ... .max, using: &generator)][
            Int.random(in: 0..<5, using: &generator)])
      case .doubles:
        let sign: Double = Bool.random(using: &generator) ? 1 : -1
        let exponent = Int.random(in: -1_000...1_000, using: &generator)
        return .double(sign * Double(sign: .plus, exponent: exponent, significand: 1.25))
      }
    }
  }

  static let shares: [(name: String, numerator: Int, denominator: Int)] = [
    ("quantile(attr.x, 0)", 0, 1), ("p50(attr.x)", 1, 2), ("p95(attr.x)", 95, 100),
    ("p99(attr.x)", 99, 100), ("quantile(attr.x, 1)", 1, 1),
  ]

  static func segments(_ shape: Shape, modelCount: Int) throws -> [[TestSpan]] {
    var generator = SeededGenerator(seed: 7)
    return try (0..<5).map { segment in
      try (0..<800).map { number in
        var attributes: [String: AttributeValue] = ["y": .integer(1)]
        attributes["x"] = shape.value(&generator, segment: segment)
        let model = Int.random(in: 0..<modelCount, using: &generator)
        return try testSpan(
          segment * 800 + number, [.model: "m\(model)"], attributes: attributes)
      }
    }
  }

  static func expected(_ segments: [[TestSpan]]) -> Set<[Value]> {
    let groups = Dictionary(grouping: segments.joined()) { $0.texts[.model] ?? "" }
    return Set(
      groups.map { model, spans in
        let values = spans.compactMap { OracleField(name: "attr.x").value(of: $0) }
          .sorted { ($0.order($1) ?? 0) < 0 }
        return [.string(model)]
          + shares.map { share in
            guard !values.isEmpty else { return Value.null }
            let rank = (values.count * share.numerator + share.denominator - 1) / share.denominator
            return values[max(1, rank) - 1].shown
          }
      })
  }

  /// From all memory to what holds a few hundred values.
  @Test(
    arguments: Shape.allCases, [QueryOptions.defaultMemoryByteLimit, 800_000, 60_000])
  func `do not depend on memory or threads`(_ shape: Shape, _ memoryByteLimit: Int) throws {
    for modelCount in [1, 3] {
      let segments = try Self.segments(shape, modelCount: modelCount)
      let source = MemorySource(segments)
      let expected = Self.expected(segments)
      let query =
        "group by model select \(Self.shares.map(\.name).joined(separator: ", "))"
      for threadCount in modelCount == 1 ? [1, 2, 7] : [1] {
        let rows = try run(
          query, over: source, memoryByteLimit: memoryByteLimit, threadCount: threadCount
        ).rows
        #expect(
          Set(rows) == expected,
          "\(shape), \(memoryByteLimit) bytes, \(threadCount) threads, \(modelCount) groups")
      }
    }
  }

  @Test(arguments: [QueryOptions.defaultMemoryByteLimit, 300_000])
  func `of many groups are those of each group`(_ memoryByteLimit: Int) throws {
    let segments = try Self.segments(.skewed, modelCount: 100)
    let query = "group by model select \(Self.shares.map(\.name).joined(separator: ", "))"
    for threadCount in [1, 2] {
      let rows = try run(
        query, over: MemorySource(segments), memoryByteLimit: memoryByteLimit,
        threadCount: threadCount
      ).rows
      #expect(Set(rows) == Self.expected(segments), "\(threadCount) threads")
    }
  }

  @Test func `of too many groups for the memory are a typed error`() throws {
    let segments = try Self.segments(.skewed, modelCount: 100)
    #expect {
      try run(
        "group by model select p50(attr.x)", over: MemorySource(segments), memoryByteLimit: 30_000)
    } throws: { error in
      if case QueryError.resourceExhausted(_, _)? = error as? QueryError { true } else { false }
    }
  }
}
