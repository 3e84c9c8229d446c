/// Writes JSON text (RFC 8259), compact.
///
/// The caller writes the punctuation; strings, numbers and attribute values are escaped and
/// spelled here.
package struct JSONWriter {
  /// The text so far, UTF-8.
  package private(set) var bytes: [UInt8] = []

  package init() {}

  /// A string in quotes.
  package static func string(_ text: String) -> String {
    var writer = JSONWriter()
    writer.append(text)
    return writer.text
  }

  /// The text so far.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Appends JSON text as it is.
  package mutating func append(json text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  /// Appends a string in quotes.
  ///
  /// Escapes what RFC 8259 has to be escaped and nothing else: `/` and all of Unicode stay.
  package mutating func append(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
        bytes.append(byte)
      } else {
        appendEscape(of: byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func appendEscape(of byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): append(json: "\\\"")
    case UInt8(ascii: "\\"): append(json: "\\\\")
    case 0x08: append(json: "\\b")
    case 0x09: append(json: "\\t")
    case 0x0A: append(json: "\\n")
    case 0x0C: append(json: "\\f")
    case 0x0D: append(json: "\\r")
    default:
      append(json: byte < 0x10 ? "\\u000" : "\\u00")
      append(json: String(byte, radix: 16))
    }
  }

  /// Appends an integer.
  package mutating func append(_ number: some FixedWidthInteger) {
    append(json: String(number))
  }

  /// Appends the shortest number that reads back as the same double.
  ///
  /// JSON has no NaN and no infinities: they become the strings `NaN`, `Infinity` and
  /// `-Infinity`, as in Protobuf's JSON mapping.
  package mutating func append(_ number: Double) {
    if number.isFinite {
      append(json: number.description)
    } else {
      append(number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity")
    }
  }

  /// Appends bytes as a string in base64.
  package mutating func append(base64 data: [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    Base64.encode(data, into: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Appends elements between brackets, separated by commas.
  package mutating func append<Element>(
    list elements: some Collection<Element>, open: String = "[", close: String = "]",
    _ appendElement: (inout JSONWriter, Element) -> Void
  ) {
    append(json: open)
    var isFirst = true
    for element in elements {
      if !isFirst { append(json: ",") }
      isFirst = false
      appendElement(&self, element)
    }
    append(json: close)
  }
}
