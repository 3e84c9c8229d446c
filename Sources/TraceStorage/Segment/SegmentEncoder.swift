import ByteCoding
import Columns
import Scanning
import TraceModel

/// A segment as bytes, ready to be stored or read where it is.
struct EncodedSegment {
  var header: SegmentHeader
  var chunks: [(key: ChunkKey, bytes: [UInt8])]
  var payloads: [[UInt8]]
  /// The traces with their first rows, for the trace index.
  var traces: [(id: TraceID, firstRow: Int)]
  /// The catalogue, with the columns that this segment is the first to have.
  var catalogue: AttributeCatalogue
}

/// Turns spans into a segment.
struct SegmentEncoder {
  /// Encodes spans of which no two have the same (trace id, span id), and at least one is given.
  ///
  /// The compression level is zstd's, for payloads; nil leaves them as they are.
  static func encode(
    _ spans: [SpanData], segment: UInt32, catalogue: AttributeCatalogue, compressionLevel: Int32?
  ) -> EncodedSegment {
    let order = RowOrder(spans)
    var collector = ColumnCollector(catalogue: catalogue)
    for (row, index) in order.spanIndexes.enumerated() {
      collector.add(spans[index], row: row, parentRow: order.parentRows[row])
    }

    var encoder = ColumnEncoder(segment: segment, rowCount: spans.count)
    addTraces(order.traces, rowCount: spans.count, to: &encoder)
    let builders = collector.builders
    encoder.noteDerived(ColumnID(.parentID), rows: collector.rowsWithParent)
    for builder in builders where !builder.isPayload { encoder.encode(builder) }
    let packed = pack(
      builders.filter(\.isPayload), order, spans, segment, compressionLevel, &encoder)
    if let payloads = packed.directory {
      encoder.add(
        ChunkKey(.payloadDirectory), .bytes, entryCount: payloads.frames.count, payloads.stored)
    }
    let directory = ColumnDirectory(encoder.entries.sorted { $0.column < $1.column })
    encoder.add(
      ChunkKey(.columnDirectory), .bytes, entryCount: directory.entries.count, directory.stored)
    return EncodedSegment(
      header: header(spans, segment, order, encoder, packed),
      chunks: encoder.chunks.sorted { $0.key < $1.key }, payloads: packed.blocks,
      traces: order.traces, catalogue: collector.catalogue)
  }

  private static func header(
    _ spans: [SpanData], _ segment: UInt32, _ order: RowOrder, _ encoder: ColumnEncoder,
    _ packed: PackedPayloads
  ) -> SegmentHeader {
    var leastStart = Int64.max
    var greatestStart = Int64.min
    var greatestEnd = Int64.min
    for span in spans {
      leastStart = min(leastStart, span.start)
      greatestStart = max(greatestStart, span.start)
      greatestEnd = max(greatestEnd, span.end ?? span.start)
    }
    return SegmentHeader(
      segment: segment, rowCount: spans.count, traceCount: order.traces.count,
      leastStart: leastStart, greatestStart: greatestStart, greatestEnd: greatestEnd,
      columnByteCount: encoder.chunks.reduce(0) { $0 + $1.bytes.count },
      payloadByteCount: packed.blocks.reduce(0) { $0 + $1.count },
      payloadBlockCount: packed.blocks.count)
  }

  /// The table of traces, and the column of each row's trace in it.
  private static func addTraces(
    _ traces: [(id: TraceID, firstRow: Int)], rowCount: Int, to encoder: inout ColumnEncoder
  ) {
    var high = ByteWriter()
    var low = ByteWriter()
    var codes: [Int64] = []
    codes.reserveCapacity(rowCount)
    for (number, trace) in traces.enumerated() {
      high.write(trace.id.high)
      low.write(trace.id.low)
      let end = number + 1 < traces.count ? traces[number + 1].firstRow : rowCount
      codes.append(contentsOf: repeatElement(Int64(number), count: end - trace.firstRow))
    }
    encoder.add(ChunkKey(.traceHigh), .words, entryCount: traces.count, high.bytes)
    encoder.add(ChunkKey(.traceLow), .words, entryCount: traces.count, low.bytes)
    encoder.encodeTraceCodes(
      codes, rows: (0..<UInt32(rowCount)).map { $0 }, traceCount: traces.count)
  }

  private static func pack(
    _ columns: [ColumnBuilder], _ order: RowOrder, _ spans: [SpanData], _ segment: UInt32,
    _ compressionLevel: Int32?, _ encoder: inout ColumnEncoder
  ) -> PackedPayloads {
    var cursors = [Int](repeating: 0, count: columns.count)
    var packer = PayloadPacker(segment: segment, compressionLevel: compressionLevel)
    for (row, index) in order.spanIndexes.enumerated() {
      var details = RowDetails()
      details.events = spans[index].events
      details.links = spans[index].links
      for (number, column) in columns.enumerated() {
        guard let text = column.text(at: &cursors[number], row: row) else { continue }
        details.texts.append((column.id.rawValue, text))
      }
      packer.append(details)
    }
    for column in columns { encoder.notePayload(column) }
    return packer.finish()
  }
}

extension ColumnBuilder {
  /// The text of a row, if it has one; `cursor` walks the column's rows as `row` ascends.
  fileprivate func text(at cursor: inout Int, row: Int) -> String? {
    guard cursor < rows.count, Int(rows[cursor]) == row,
      case .strings(let codes, let interner, _) = values
    else { return nil }
    defer { cursor += 1 }
    return interner.strings[Int(codes[cursor])]
  }
}
