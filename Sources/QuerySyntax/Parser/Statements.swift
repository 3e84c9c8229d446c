/// The queries of a text in which `;` separates them.
package struct Statements: Hashable, Sendable {
  /// Each without its `;` and the white space and comments around it; empty ones are left out.
  package var ranges: [SourceRange]
  /// Whether a `;` ends the last one, so that a prompt need not wait for more lines.
  ///
  /// A text without any statement counts as ended.
  package var isTerminated: Bool
}

extension Parser {
  /// Splits at each `;` that is in no string and no comment, whether or not the parts parse.
  package static func statements(in text: String) -> Statements {
    let source = Source(text)
    var statements = Statements(ranges: [], isTerminated: true)
    var position = source.skippingSpace(from: 0)
    while position < source.end {
      let end = endOfStatement(from: position, in: source)
      if end.content > position { statements.ranges.append(SourceRange(position, end.content)) }
      let isTerminated = source.byte(at: end.position) == UInt8(ascii: ";")
      statements.isTerminated = isTerminated || (statements.isTerminated && end.content == position)
      position = source.skippingSpace(from: end.position + 1)
    }
    return statements
  }

  /// Where the `;` or the text's end is, and where the last character before it ends.
  private static func endOfStatement(
    from start: Int, in source: Source
  ) -> (position: Int, content: Int) {
    var position = start
    var content = start
    while position < source.end, source.bytes[position] != UInt8(ascii: ";") {
      let isQuote = "\"'".utf8.contains(source.bytes[position])
      content =
        isQuote
        ? source.endOfString(from: position).end
        : position + source.scalar(at: position).byteCount
      position = source.skippingSpace(from: content)
    }
    return (position, content)
  }
}
