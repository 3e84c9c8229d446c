import ByteCoding
import Columns
import Scanning
import TraceModel

/// A column of scores of a segment: the rows that have one, ascending, with their values.
struct ScoreColumn {
  var id = ColumnID(rawValue: 0)
  var type = AttributeType.double
  private(set) var rows: [UInt32] = []
  private(set) var values: [AttributeValue] = []

  mutating func append(_ value: AttributeValue, row: UInt32) {
    rows.append(row)
    values.append(value)
  }

  /// Puts the column into a list under its name, unless it is empty, and empties it.
  mutating func finish(
    _ key: String, _ type: AttributeType, _ catalogue: AttributeCatalogue,
    _ columns: inout [ScoreColumn]
  ) throws(ScanError) {
    guard !rows.isEmpty else { return }
    let known = catalogue.columns(of: key, in: .score).first { $0.type == type }
    guard let known else { throw .damaged("score \(key) is not in the catalogue") }
    id = known.id
    self.type = type
    columns.append(self)
    self = ScoreColumn()
  }

  /// The cells of two columns, no row of which is in both.
  func merged(with other: ScoreColumn) -> ScoreColumn {
    var result = ScoreColumn(id: id, type: type)
    var (left, right) = (0, 0)
    while left < rows.count || right < other.rows.count {
      let takesLeft =
        right == other.rows.count || left < rows.count && rows[left] < other.rows[right]
      if takesLeft {
        result.append(values[left], row: rows[left])
        left += 1
      } else {
        result.append(other.values[right], row: other.rows[right])
        right += 1
      }
    }
    return result
  }
}

/// The score columns of a segment, as chunks.
struct EncodedScoreColumns {
  let segment: UInt32
  let chunks: [(key: ChunkKey, bytes: [UInt8])]

  /// Encodes the columns of a segment; `version` is the number of the first score that is not in
  /// them.
  init(_ columns: [ScoreColumn], segment: UInt32, rowCount: Int, version: UInt64) {
    self.segment = segment
    var encoder = ColumnEncoder(segment: segment, rowCount: rowCount)
    for column in columns.sorted(by: { $0.id < $1.id }) {
      var builder = ColumnBuilder.attribute(column.id, type: column.type)
      for (row, value) in zip(column.rows, column.values) { builder.append(value, row: Int(row)) }
      encoder.add(EncodedBuilder(builder, rowCount: rowCount))
    }
    let directory = ColumnDirectory(encoder.entries)
    encoder.add(
      ChunkKey(.columnDirectory), .bytes, entryCount: directory.entries.count,
      base: Int64(bitPattern: version), directory.stored)
    chunks = encoder.chunks.sorted { $0.key < $1.key }
  }

  /// The columns to read where they are, without storing them.
  func opened(_ header: SegmentHeader) throws(ScanError) -> StoredSegment {
    let owned = Dictionary(uniqueKeysWithValues: chunks.map { ($0.key, AlignedBytes($0.bytes)) })
    return try StoredSegment(
      header: header,
      chunks: SegmentChunks(
        segment: segment, source: .owned(owned, payloads: []), memory: SegmentMemory()),
      catalogue: AttributeCatalogue())
  }
}

extension StoredSegment {
  /// The stored cells of score columns in all rows but some.
  func scoreColumns(
    without changed: Bitmap, _ catalogue: AttributeCatalogue
  ) throws(ScanError) -> [ScoreColumn] {
    var columns: [ScoreColumn] = []
    for entry in directory.entries {
      guard let attribute = catalogue[entry.column], attribute.scope == .score else {
        throw .damaged("segment \(header.segment): column \(entry.column.rawValue) is no score")
      }
      var column = ScoreColumn(id: entry.column, type: attribute.type)
      switch (attribute.type, entry.summary.form) {
      case (.double, .doubles):
        let numbers = try doubles(of: entry.column)
        for row in numbers.indices where !numbers[row].isNaN && !changed[row] {
          column.append(.double(numbers[row]), row: UInt32(row))
        }
      case (.string, .codes):
        let texts = try texts(of: entry.column, count: entry.summary.distinctCount)
        let codes = try integers(of: entry.column, absent: -1)
        for row in codes.indices where codes[row] >= 0 && !changed[row] {
          guard codes[row] < texts.count else { throw missing(entry.column) }
          column.append(.string(texts[Int(codes[row])]), row: UInt32(row))
        }
      default: throw missing(entry.column)
      }
      if !column.rows.isEmpty { columns.append(column) }
    }
    return columns
  }
}
