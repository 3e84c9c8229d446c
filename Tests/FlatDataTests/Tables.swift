import FlatData
import TraceModel

/// What a reader made of a table.
struct Table {
  var spans: [SpanData] = []
  var scores: [Score] = []
  /// `line: reason`.
  var rejections: [String] = []
  var missing: [String] = []

  /// Reads a table whole.
  init(
    _ text: String, _ format: TableReader.Format = .csv(delimiter: UInt8(ascii: ",")),
    map: String..., set: [String] = [], drop: [String] = [], onlyMapped: Bool = false,
    zone: String = "UTC"
  ) throws(MappingError) {
    try self.init(
      bytes: Array(text.utf8), format,
      TableMapping(
        maps: map, sets: set, drops: drop, keepsOtherColumns: !onlyMapped, zone: zone))
  }

  init(
    bytes: [UInt8], _ format: TableReader.Format, _ mapping: TableMapping
  ) throws(MappingError) {
    var reader = try TableReader(format, mapping)
    reader.append(bytes)
    try take(&reader)
    reader.finish()
    try take(&reader)
    missing = reader.missingColumns.map(\.description)
  }

  private mutating func take(_ reader: inout TableReader) throws(MappingError) {
    while let item = try reader.next() {
      switch item {
      case .row(let span, let scores):
        spans.append(span)
        self.scores += scores
      case .rejected(let line, let reason): rejections.append("\(line): \(reason)")
      }
    }
  }
}

/// What is wrong with a table and its mapping; nil where nothing is.
func problem(_ body: () throws(MappingError) -> Table) -> String? {
  do throws(MappingError) {
    _ = try body()
    return nil
  } catch {
    return error.description
  }
}
