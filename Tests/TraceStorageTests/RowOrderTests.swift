import Testing
import TestSupport
import TraceModel

@testable import TraceStorage

@Suite struct RowOrderTests {
  /// Traces of one span, of a few, and of more than are searched through.
  @Test(arguments: [1, 4, 16, 17, 60])
  func `the rows are the preorder of each trace`(length: Int) {
    var random = SeededGenerator(seed: UInt64(length))
    for _ in 0..<10 {
      let spans = makeSpans(traceLength: length, &random)
      let order = RowOrder(SpanChunks(spans[...]))
      let expected = preorder(of: spans)
      #expect(order.spanIndexes == expected.map(\.index))
      #expect(order.parentDistances == expected.map(\.distance))
      let ids = order.traces.map { spans[order.spanIndexes[$0.firstRow]].traceID }
      #expect(order.traces.map(\.id) == ids)
    }
  }

  /// Parents may be missing, the span itself, or below it; starts are often equal.
  private func makeSpans(traceLength: Int, _ random: inout SeededGenerator) -> [SpanData] {
    var spans: [SpanData] = []
    for trace in 1...6 as ClosedRange<UInt64> {
      for number in 1...UInt64(traceLength) {
        let parent = UInt64.random(in: 1...UInt64(traceLength + 2), using: &random)
        spans.append(
          span(
            trace, number, start: Int64.random(in: 0..<8, using: &random),
            parent: random.chance(15) ? nil : parent))
      }
    }
    return spans.shuffled(using: &random)
  }

  /// The same order, found by searching a trace for every step.
  private func preorder(of spans: [SpanData]) -> [(index: Int, distance: UInt32)] {
    var rows: [(index: Int, distance: UInt32)] = []
    var laid: Set<Int> = []
    func lay(_ index: Int, of ordered: [Int], below parentRow: Int?) {
      guard laid.insert(index).inserted else { return }
      let row = rows.count
      rows.append((index, parentRow.map { UInt32(row - $0) } ?? 0))
      for child in ordered where spans[child].parentID == spans[index].spanID {
        lay(child, of: ordered, below: row)
      }
    }
    let traces = Dictionary(grouping: spans.indices) { spans[$0].traceID }.mapValues { members in
      members.sorted {
        (spans[$0].start, spans[$0].spanID) < (spans[$1].start, spans[$1].spanID)
      }
    }
    for (_, ordered) in traces.sorted(by: {
      (spans[$0.value[0]].start, $0.key) < (spans[$1.value[0]].start, $1.key)
    }) {
      let ids = Set(ordered.map { spans[$0].spanID })
      for index in ordered where spans[index].parentID.map({ !ids.contains($0) }) ?? true {
        lay(index, of: ordered, below: nil)
      }
      for index in ordered { lay(index, of: ordered, below: nil) }
    }
    return rows
  }
}
