import ByteCoding
import TraceModel

/// What a row has beside its columns: values of payload columns, events, links.
///
/// A row that has none of it takes no byte. Otherwise:
///
///     values varint, each: column varint, ascending · text or encoded value (`TextPacker`)
///     nothing when there are neither events nor links, else both encoded, as one text
struct RowDetails {
  /// By column, ascending.
  var values: [(column: UInt32, value: PayloadValue)] = []
  var events: [SpanEvent] = []
  var links: [SpanLink] = []

  init() {}

  var isEmpty: Bool { values.isEmpty && events.isEmpty && links.isEmpty }

  /// Writes the details, and what their texts share with others into the packer's pieces.
  func write(to writer: inout ByteWriter, _ packer: inout TextPacker) {
    guard !isEmpty else { return }
    writer.writeVarint(UInt64(values.count))
    for (column, value) in values {
      writer.writeVarint(UInt64(column))
      switch value {
      case .text(let text): packer.write(text, of: column, to: &writer)
      case .encoded(let bytes): packer.write(encoded: bytes, to: &writer)
      }
    }
    guard !events.isEmpty || !links.isEmpty else { return }
    let parts = RowParts(events: events, links: links).stored
    packer.write(parts: parts.bytes.span, cutAt: parts.messages, to: &writer)
  }
}

/// A row's events and links.
struct RowParts {
  var events: [SpanEvent] = []
  var links: [SpanLink] = []

  /// The parts as bytes, and where in them the messages stand, which instrumentation records as
  /// attributes of events.
  var stored: (bytes: [UInt8], messages: [Range<Int>]) {
    var writer = ByteWriter()
    SpanPartsCodec.write(events, to: &writer)
    SpanPartsCodec.write(links, to: &writer)
    guard writer.byteCount >= PayloadLimits.gapLeastByteCount else { return (writer.bytes, []) }
    var reader = ByteReader(writer.bytes.span)
    var cuts = ValueCuts()
    // What was just written can be read; if it could not, it would only be cut elsewhere.
    try? cuts.readParts(from: &reader)
    return (writer.bytes, cuts.ranges)
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
