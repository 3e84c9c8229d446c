import ArgumentParser
import LineEditor
import Spoor
import TerminalRendering

struct CompactCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compact",
    abstract: "Merge small segments, and leave out spans that were replaced.",
    discussion: """
      Answers stay the same, and queries become faster. Others may read and write meanwhile. The \
      file keeps its size; spoor backup --compact makes a smaller copy. Ctrl-C stops after what is \
      merged by then.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @OptionGroup var store: StoreOption

  @Option(help: "How to write the summary: text or json.")
  var format = Format.text

  func run() throws {
    InterruptFlag.install()
    let store = try store.openForChanging()
    let statistics = try reporting { () throws(StoreError) in try store.statistics() }
    let byteCount = statistics.columnByteCount + statistics.payloadByteCount
    var progress: Progress?
    let report = try reporting { () throws(StoreError) in
      try store.compact(isCancelled: { InterruptFlag.isRaised }) { done, all in
        func bytes(_ spans: Int) -> Int64 {
          Int64(Double(byteCount) * Double(spans) / Double(max(statistics.spanCount, 1)))
        }
        if progress == nil { progress = Progress("compact", bytesTotal: bytes(all)) }
        progress?.update(bytesDone: bytes(done), spans: Int64(done))
      }
    }
    progress?.finish()
    let isInterrupted = InterruptFlag.isRaised && !report.isComplete
    if report.isComplete || report.removedSegmentCount > 0 {
      Terminal.write(format == .json ? Self.json(report) : Self.text(report), to: .output)
    }
    if isInterrupted { throw CommandFailure("interrupted", .interrupted) }
    if !report.isComplete {
      throw CommandFailure(
        "spoor: others write too much for now; run it again when they write less", .failed)
    }
  }

  private static func json(_ report: CompactionReport) -> String {
    let members = [
      ("removed_segments", report.removedSegmentCount),
      ("written_segments", report.writtenSegmentCount), ("spans", report.spanCount),
      ("replaced_rows", report.replacedRowCount),
    ].map { "\"\($0.0)\":\($0.1)" }
    return "{\(members.joined(separator: ","))}\n"
  }

  private static func text(_ report: CompactionReport) -> String {
    let removed = HumanUnits.count(report.removedSegmentCount, "segment")
    let written = HumanUnits.count(report.writtenSegmentCount)
    let rows = HumanUnits.count(report.replacedRowCount, "replaced span")
    return report.removedSegmentCount == 0
      ? "nothing to merge\n" : "merged \(removed) into \(written), left out \(rows)\n"
  }
}
