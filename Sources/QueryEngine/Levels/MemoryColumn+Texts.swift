import Scanning
import TraceModel

extension MemoryColumn {
  /// Texts of some rows, which ascend; nil when no row has one.
  ///
  /// The dictionary is in order, so that ranges of texts are ranges of codes.
  init?(_ id: ColumnID, texts: [String], rows: [UInt32], rowCount: Int) {
    let exact = texts.map { ExactText($0) }
    let known = Set(exact).sorted { orderBytes($0.text, $1.text) < 0 }
    let codes = Dictionary(uniqueKeysWithValues: known.enumerated().map { ($1, Int64($0)) })
    self.init(
      id, codes: exact.map { codes[$0] ?? 0 }, of: known.map { .string($0.text) }, rows: rows,
      rowCount: rowCount)
  }
}
