import ByteCoding
import TraceModel

/// What a row has beside its columns: texts of payload columns, events, links.
///
/// Stored in payload blocks; a row that has none of it takes no byte.
struct RowDetails: Sendable {
  /// Texts by column, ascending.
  var texts: [(column: UInt32, text: String)] = []
  var events: [SpanEvent] = []
  var links: [SpanLink] = []

  init() {}

  var isEmpty: Bool { texts.isEmpty && events.isEmpty && links.isEmpty }

  func write(to writer: inout ByteWriter) {
    guard !isEmpty else { return }
    writer.writeVarint(UInt64(texts.count))
    for text in texts {
      writer.writeVarint(UInt64(text.column))
      writer.write(text.text)
    }
    SpanPartsCodec.write(events, to: &writer)
    SpanPartsCodec.write(links, to: &writer)
  }

  init(reading bytes: [UInt8]) throws(ByteCodingError) {
    guard !bytes.isEmpty else { return }
    var reader = ByteReader(bytes.span)
    for _ in 0..<(try reader.readCount()) {
      let column = try reader.readUnsigned32()
      texts.append((column, try reader.readString()))
    }
    events = try SpanPartsCodec.readEvents(from: &reader)
    links = try SpanPartsCodec.readLinks(from: &reader)
  }
}
