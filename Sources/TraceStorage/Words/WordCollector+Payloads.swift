import ByteCoding
import TraceModel

/// A stretch that a text or value was cut at, and its pieces.
struct CutStretch {
  var range: Range<Int>
  var pieces: ArraySlice<Int>
}

extension WordCollector {
  /// Adds the words of a text.
  ///
  /// Of a stretch that the group has seen only the words at its ends are looked at: they may go on
  /// outside.
  mutating func add(_ text: Swift.Span<UInt8>, cutAt stretches: [CutStretch] = []) {
    var start = 0
    for stretch in stretches where hasSeen(stretch.pieces, as: .text) {
      let range = stretch.range
      guard let first = range.first(where: { isBetweenWords(text[$0]) }),
        let last = range.last(where: { isBetweenWords(text[$0]) })
      else { continue }
      add(text, in: start..<first)
      start = last + 1
    }
    add(text, in: start..<text.count)
  }

  /// Adds the words of an encoded value, of its texts both as they are and as its JSON spells them.
  mutating func add(
    value bytes: Swift.Span<UInt8>, cutAt stretches: [CutStretch]
  ) throws(ByteCodingError) {
    var reader = ByteReader(bytes)
    var rest = stretches[...]
    try readValue(from: &reader, of: bytes, &rest)
  }

  /// Adds the words of encoded events; links are not asked for.
  mutating func add(
    events bytes: Swift.Span<UInt8>, cutAt stretches: [CutStretch]
  ) throws(ByteCodingError) {
    var reader = ByteReader(bytes)
    var rest = stretches[...]
    for _ in 0..<(try reader.readCount()) {
      _ = try reader.readZigZag()
      if try skipSeen(&reader, as: .event, &rest) { continue }
      try readText(from: &reader, of: bytes)
      try readMembers(try reader.readCount(), from: &reader, of: bytes, &rest)
      _ = try reader.readUnsigned32()
    }
  }

  private mutating func readMembers(
    _ count: Int, from reader: inout ByteReader, of bytes: Swift.Span<UInt8>,
    _ stretches: inout ArraySlice<CutStretch>
  ) throws(ByteCodingError) {
    for _ in 0..<count {
      try readText(from: &reader, of: bytes)
      try readValue(from: &reader, of: bytes, &stretches)
    }
  }

  /// Recurses once a level of nesting, of which what was encoded has `StorageLimits.valueNestingDepth`
  /// at most.
  private mutating func readValue(
    from reader: inout ByteReader, of bytes: Swift.Span<UInt8>,
    _ stretches: inout ArraySlice<CutStretch>
  ) throws(ByteCodingError) {
    if try skipSeen(&reader, as: .value, &stretches) { return }
    let start = reader.offset
    switch try ValueCodec.readShape(from: &reader) {
    case .text(let byteCount):
      if try skipSeen(&reader, as: .leaf, &stretches) { return }
      addLeaf(bytes, in: reader.offset..<reader.offset + byteCount)
      try reader.skip(byteCount)
    case .scalar:
      try reader.seek(to: start)
      addScalar(try ValueCodec.readValue(from: &reader))
    case .list:
      while !(try ValueCodec.skipEnd(from: &reader)) {
        try readValue(from: &reader, of: bytes, &stretches)
      }
    case .map(let count): try readMembers(count, from: &reader, of: bytes, &stretches)
    }
  }

  /// Passes over a stretch that begins here, if the group has seen it in this role.
  private mutating func skipSeen(
    _ reader: inout ByteReader, as role: Role, _ stretches: inout ArraySlice<CutStretch>
  ) throws(ByteCodingError) -> Bool {
    while let first = stretches.first, first.range.lowerBound < reader.offset {
      stretches.removeFirst()
    }
    guard let next = stretches.first, next.range.lowerBound == reader.offset,
      hasSeen(next.pieces, as: role)
    else { return false }
    try reader.skip(next.range.count)
    return true
  }

  private mutating func readText(
    from reader: inout ByteReader, of bytes: Swift.Span<UInt8>
  ) throws(ByteCodingError) {
    let byteCount = try reader.readCount()
    addLeaf(bytes, in: reader.offset..<reader.offset + byteCount)
    try reader.skip(byteCount)
  }

  /// Adds a text as it is, and as JSON has it: an `n` that stands for a line feed joins the word
  /// behind it.
  private mutating func addLeaf(_ bytes: Swift.Span<UInt8>, in range: Range<Int>) {
    add(bytes, in: range)
    guard range.contains(where: { bytes[$0] < 0x20 }) else { return }
    for isShort in [true, false] {
      let spelled = escaped(bytes, in: range, isShort: isShort)
      add(spelled.span, in: spelled.indices)
    }
  }

  private mutating func addScalar(_ value: AttributeValue) {
    let text = Array(value.json.utf8)
    add(text.span, in: text.indices)
    // What JSON has for a number that it lacks is a matter of taste.
    if case .double(let number) = value, !number.isFinite {
      add(Array("null".utf8).span, in: 0..<4)
    }
  }
}

/// A text with its control characters as JSON has them; backspace and form feed have two spellings.
private func escaped(
  _ bytes: Swift.Span<UInt8>, in range: Range<Int>, isShort: Bool
) -> [UInt8] {
  var text: [UInt8] = []
  text.reserveCapacity(range.count + range.count / 8)
  for index in range {
    switch bytes[index] {
    case 0x09: text += Array("\\t".utf8)
    case 0x0A: text += Array("\\n".utf8)
    case 0x0D: text += Array("\\r".utf8)
    case 0x08 where isShort: text += Array("\\b".utf8)
    case 0x0C where isShort: text += Array("\\f".utf8)
    case let byte where byte < 0x20:
      text += Array("\\u00".utf8) + Array((byte < 0x10 ? "0" : "").utf8)
      text += Array(String(byte, radix: 16).utf8)
    case let byte: text.append(byte)
    }
  }
  return text
}
