package import TraceModel

/// What a message held.
package struct DecodedRequest: Sendable {
  /// The spans that were read, in the order sent.
  package var spans: [SpanData] = []
  /// One for each span that was not.
  package var rejections: [Rejection] = []
}

/// Reads `ExportTraceServiceRequest` messages in OTLP's JSON encoding.
///
/// Keep one for a file or a connection: it remembers attribute names, so that spans share their
/// strings. Not for several threads at once.
///
/// What it takes beyond the letter of OTLP/JSON: names in snake_case; enumerations by name;
/// integers as numbers, strings, or numbers like `1e3`; `null` for anything; base64 of both
/// alphabets, padded or not. Unknown fields are passed over. Where an object repeats a member,
/// the last one counts.
package struct TraceRequestDecoder {
  var json = JSONReader([])
  var request = DecodedRequest()
  private let names = WireName.table
  private var keys = NameTable<String>(capacity: Limits.rememberedKeyCount)

  package init() {}

  /// Reads one message.
  ///
  /// A span that breaks OTLP's rules is a rejection; the others are kept.
  ///
  /// A byte order mark before the message is skipped.
  package mutating func decode(_ bytes: [UInt8]) throws(OTLPError) -> DecodedRequest {
    try requireUTF8(bytes)
    json = JSONReader(bytes)
    request = DecodedRequest()
    // What was read belongs to the caller: a decoder that waits holds no message.
    defer {
      json = JSONReader([])
      request = DecodedRequest()
    }
    try readRequest()
    try json.finish()
    return request
  }

  /// Reads one message with a decoder of its own.
  package static func decode(_ bytes: [UInt8]) throws(OTLPError) -> DecodedRequest {
    var decoder = TraceRequestDecoder()
    return try decoder.decode(bytes)
  }

  private func requireUTF8(_ bytes: [UInt8]) throws(OTLPError) {
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      throw .malformed(reason: "a byte that is not UTF-8", offset: error.byteOffsets.lowerBound)
    }
  }
}

extension TraceRequestDecoder {
  /// Moves to the next member whose name OTLP knows, passing over others; nil at the end.
  @inline(__always)
  mutating func nextName(_ isFirst: inout Bool) throws(OTLPError) -> WireName? {
    while let key = try json.nextKey(&isFirst) {
      if let name = wireName(key) { return name }
      try json.skipValue()
    }
    return nil
  }

  mutating func wireName(_ key: StringToken) -> WireName? {
    guard key.hasEscapes else { return names.value(of: json.bytes.span.extracting(key.range)) }
    json.unescape(key.range)
    return names.value(of: json.unescaped.span)
  }

  /// The name of an attribute, one string for all its uses.
  mutating func attributeName(_ key: StringToken) -> String {
    guard !key.hasEscapes, key.range.count <= Limits.rememberedKeyByteCount else {
      return json.text(of: key)
    }
    if let name = keys.value(of: json.bytes.span.extracting(key.range)) { return name }
    let name = json.text(of: key)
    keys.insert(name.utf8Span.span, name)
    return name
  }
}
