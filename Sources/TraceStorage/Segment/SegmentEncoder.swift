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
  /// For each row, which of the spans given it is.
  var spanIndexes: [Int]
  /// The catalogue, with the columns that this segment is the first to have.
  var catalogue: AttributeCatalogue
}

/// Turns spans into a segment.
struct SegmentEncoder {
  /// Encodes spans of which no two have the same (trace id, span id), and at least one is given.
  ///
  /// The catalogue must know the attributes of the spans. The compression level is zstd's, for
  /// payloads; nil leaves them as they are. Two threads make the same bytes as one.
  static func encode(
    _ spans: SpanChunks, segment: UInt32, catalogue: AttributeCatalogue, compressionLevel: Int32?,
    wordGroupByteCount: Int = WordLimits.groupByteCount, isConcurrent: Bool
  ) -> EncodedSegment {
    let order = RowOrder(spans)
    let (fields, rest) = gather(spans, order, catalogue, isConcurrent: isConcurrent)
    let builders = builders(fields, rest.identity, rest.attributes)
    let plain = builders.filter { $0.payloadContent == nil && !$0.rows.isEmpty }
    let rowCount = spans.count
    let columns = results(count: plain.count, isConcurrent: isConcurrent) {
      EncodedBuilder(plain[$0], rowCount: rowCount)
    }

    var encoder = ColumnEncoder(segment: segment, rowCount: rowCount)
    addTraces(order.traces, rowCount: rowCount, to: &encoder)
    encoder.noteDerived(ColumnID(.parentID), rows: rest.identity.rowsWithParent)
    for column in columns { encoder.add(column) }
    let packed = pack(
      builders.filter { $0.payloadContent != nil }, order, spans,
      PayloadPacker(
        segment: segment, compressionLevel: compressionLevel,
        wordGroupByteCount: wordGroupByteCount), &encoder)
    if let payloads = packed.directory {
      encoder.add(
        ChunkKey(.payloadDirectory), .bytes, entryCount: payloads.frames.count, payloads.stored)
    }
    if let words = packed.words { encoder.add(words: words) }
    let directory = ColumnDirectory(encoder.entries.sorted { $0.column < $1.column })
    encoder.add(
      ChunkKey(.columnDirectory), .bytes, entryCount: directory.entries.count, directory.stored)
    return EncodedSegment(
      header: header(spans, segment, order, encoder, packed),
      chunks: encoder.chunks.sorted { $0.key < $1.key }, payloads: packed.blocks,
      traces: order.traces, spanIndexes: order.spanIndexes, catalogue: rest.attributes.catalogue)
  }

  /// Shreds spans into columns: the fields that are read from attributes on the caller's thread, what
  /// else there is, which takes about as long, on another where `isConcurrent`.
  private static func gather(
    _ spans: SpanChunks, _ order: RowOrder, _ catalogue: AttributeCatalogue, isConcurrent: Bool
  ) -> (FieldCollector, (identity: IdentityCollector, attributes: AttributeCollector)) {
    both(isConcurrent: isConcurrent) {
      var fields = FieldCollector(catalogue: catalogue)
      spans.forEach(order.spanIndexes[...]) { (spans, index, row) in
        fields.add(spans[index], row: row)
      }
      return fields
    } _: {
      var identity = IdentityCollector()
      var attributes = AttributeCollector(catalogue: catalogue)
      spans.forEach(order.spanIndexes[...]) { (spans, index, row) in
        identity.add(spans[index], row: row, parentDistance: order.parentDistances[row])
        attributes.add(spans[index], row: row)
      }
      return (identity, attributes)
    }
  }

  /// All columns, ascending.
  private static func builders(
    _ fields: FieldCollector, _ identity: IdentityCollector, _ attributes: AttributeCollector
  ) -> [ColumnBuilder] {
    var builders = fields.columns.builders + identity.columns.builders + attributes.columns
    builders.sort { $0.id < $1.id }
    for index in builders.indices where fields.payloadSources.contains(builders[index].id) {
      builders[index].isPayloadSource = true
    }
    return builders
  }

  private static func header(
    _ spans: SpanChunks, _ segment: UInt32, _ order: RowOrder, _ encoder: ColumnEncoder,
    _ packed: PackedPayloads
  ) -> SegmentHeader {
    var leastStart = Int64.max
    var greatestStart = Int64.min
    var greatestEnd = Int64.min
    spans.forEach { (spans, index) in
      let start = spans[index].start
      leastStart = min(leastStart, start)
      greatestStart = max(greatestStart, start)
      greatestEnd = max(greatestEnd, spans[index].end ?? start)
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
    _ columns: [ColumnBuilder], _ order: RowOrder, _ spans: SpanChunks,
    _ packer: consuming PayloadPacker, _ encoder: inout ColumnEncoder
  ) -> PackedPayloads {
    var cursors = [Int](repeating: 0, count: columns.count)
    var packer = packer
    spans.forEach(order.spanIndexes[...]) { (spans, index, row) in
      var details = RowDetails()
      details.events = spans[index].events
      details.links = spans[index].links
      for (number, column) in columns.enumerated() {
        guard let value = column.payload(at: &cursors[number], row: row) else { continue }
        details.values.append((column.id.rawValue, value))
      }
      packer.append(details)
    }
    for column in columns { encoder.notePayload(column) }
    return packer.finish()
  }
}

extension ColumnBuilder {
  /// What a row's details have to hold, if anything; `cursor` walks the column's rows as `row`
  /// ascends.
  fileprivate func payload(at cursor: inout Int, row: Int) -> PayloadValue? {
    guard payloadContent != .events, cursor < rows.count, Int(rows[cursor]) == row
    else { return nil }
    defer { cursor += 1 }
    return switch values {
    case .strings(let codes, let interner, _): .text(interner.strings[Int(codes[cursor])])
    case .encoded(let codes, let interner): .encoded(interner.values[Int(codes[cursor])])
    case .integers, .doubles: nil
    }
  }
}
