import Spoor
import TerminalRendering
import TraceModel

/// The statistics of a store, for people and for programs.
enum StatisticsText {
  static func text(_ statistics: StoreStatistics, _ path: String) -> String {
    func bytes(_ count: Int) -> String { HumanUnits.bytes(Int64(count)) }
    func count(_ number: Int) -> String { HumanUnits.count(number) }
    var lines = [
      ("store", path),
      (
        "spans",
        "\(count(statistics.spanCount)) (\(count(statistics.hotSpanCount)) not sealed yet, "
          + "\(count(statistics.deadRowCount)) replaced)"
      ),
      (
        "traces",
        "\(count(statistics.traceFragmentCount)) in \(HumanUnits.count(statistics.segmentCount, "segment"))"
      ),
      ("attributes", count(statistics.attributeColumnCount)),
      (
        "scores", "\(count(statistics.scoreCount)), \(bytes(statistics.scoreByteCount))"
      ),
      ("columns", bytes(statistics.columnByteCount)),
      ("payloads", bytes(statistics.payloadByteCount)),
      (
        "file",
        "\(bytes(statistics.fileByteCount)), \(bytes(statistics.usedByteCount)) in use, "
          + "\(bytes(statistics.freeByteCount)) free"
      ),
    ]
    if let range = statistics.startRange {
      lines.append(("first start", InstantText.format(range.lowerBound)))
      lines.append(("last start", InstantText.format(range.upperBound)))
    }
    return lines.map { "\(DisplayText.padded($0.0, to: 12))\($0.1)\n" }.joined()
  }

  static func json(_ statistics: StoreStatistics) -> String {
    let numbers = [
      ("spans", statistics.spanCount), ("hot_spans", statistics.hotSpanCount),
      ("replaced_rows", statistics.deadRowCount), ("segments", statistics.segmentCount),
      ("trace_fragments", statistics.traceFragmentCount),
      ("attributes", statistics.attributeColumnCount),
      ("scores", statistics.scoreCount), ("score_bytes", statistics.scoreByteCount),
      ("column_bytes", statistics.columnByteCount),
      ("payload_bytes", statistics.payloadByteCount), ("file_bytes", statistics.fileByteCount),
      ("used_bytes", statistics.usedByteCount), ("free_bytes", statistics.freeByteCount),
    ].map { "\"\($0.0)\":\($0.1)" }
    let times = [
      ("first_start", statistics.startRange?.lowerBound),
      ("last_start", statistics.startRange?.upperBound),
    ].map { "\"\($0.0)\":\($0.1.map { "\"\(InstantText.format($0))\"" } ?? "null")" }
    return "{\((numbers + times).joined(separator: ","))}\n"
  }
}
