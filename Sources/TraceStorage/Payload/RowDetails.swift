import ByteCoding
import TraceModel

/// What a row has beside its columns: texts of payload columns, events, links.
///
/// A row that has none of it takes no byte. Otherwise:
///
///     texts varint, each: column varint, ascending · text (`TextPacker`)
///     nothing when there are neither events nor links, else both encoded, as one text
struct RowDetails {
  /// Texts by column, ascending.
  var texts: [(column: UInt32, text: String)] = []
  var events: [SpanEvent] = []
  var links: [SpanLink] = []

  init() {}

  var isEmpty: Bool { texts.isEmpty && events.isEmpty && links.isEmpty }

  /// Writes the details, and what their texts share with others into the packer's pieces.
  func write(to writer: inout ByteWriter, _ packer: inout TextPacker) {
    guard !isEmpty else { return }
    writer.writeVarint(UInt64(texts.count))
    for (column, text) in texts {
      writer.writeVarint(UInt64(column))
      packer.write(text, of: column, to: &writer)
    }
    guard !events.isEmpty || !links.isEmpty else { return }
    let parts = RowParts(events: events, links: links).stored
    packer.write(parts.bytes.span, cutAt: parts.values, to: &writer)
  }
}

/// A row's events and links.
struct RowParts {
  var events: [SpanEvent] = []
  var links: [SpanLink] = []

  /// The parts as bytes, and where in them the values of the events' attributes stand that are
  /// texts: the messages, where instrumentation records them as events.
  var stored: (bytes: [UInt8], values: [Range<Int>]) {
    var writer = ByteWriter()
    SpanPartsCodec.write(events, to: &writer)
    SpanPartsCodec.write(links, to: &writer)
    guard writer.byteCount >= PayloadLimits.gapLeastByteCount else { return (writer.bytes, []) }
    var reader = ByteReader(writer.bytes.span)
    // What was just written can be read; if it could not, it would only be cut elsewhere.
    let values = (try? SpanPartsCodec.readTextRanges(ofEvents: &reader)) ?? []
    return (writer.bytes, values)
  }

  init(events: [SpanEvent] = [], links: [SpanLink] = []) {
    self.events = events
    self.links = links
  }

  init(reading bytes: [UInt8]) throws(ByteCodingError) {
    var reader = ByteReader(bytes.span)
    events = try SpanPartsCodec.readEvents(from: &reader)
    links = try SpanPartsCodec.readLinks(from: &reader)
    guard reader.isAtEnd else {
      throw .malformed("events and links of another length", offset: reader.offset)
    }
  }
}

extension SpanPartsCodec {
  /// Passes over events, and tells where the texts of their attributes stand.
  fileprivate static func readTextRanges(
    ofEvents reader: inout ByteReader
  ) throws(ByteCodingError) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    for _ in 0..<(try reader.readCount()) {
      _ = try reader.readZigZag()
      _ = try reader.readPrefixedBytes()
      for _ in 0..<(try reader.readCount()) {
        _ = try reader.readPrefixedBytes()
        if let range = try ValueCodec.readTextRange(from: &reader) { ranges.append(range) }
      }
      _ = try reader.readUnsigned32()
    }
    return ranges
  }
}

extension ValueCodec {
  /// Passes over a value, and tells where its text stands if it is one.
  fileprivate static func readTextRange(
    from reader: inout ByteReader
  ) throws(ByteCodingError) -> Range<Int>? {
    let start = reader.offset
    guard case .string = try readValue(from: &reader) else { return nil }
    let end = reader.offset
    try reader.seek(to: start + 1)
    let count = try reader.readCount()
    try reader.seek(to: end)
    return (end - count)..<end
  }
}
