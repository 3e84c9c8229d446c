import ByteCoding

/// A chunk's worth of a sorted dictionary.
///
/// Neighbours in a sorted list begin alike, so an entry is what it has beyond the one before; every
/// sixteenth is whole, so that a look-up need not begin at the first.
///
///     offset of each whole entry u32, from the end of these offsets
///     for each entry: bytes shared with the one before varint, bytes of its own varint, these
struct DictionaryPart: Sendable {
  let firstCode: Int
  let entryCount: Int
  let body: [UInt8]

  /// Cuts a dictionary into parts of at most a chunk each, unless one entry is longer.
  static func parts(of entries: [[UInt8]]) -> [DictionaryPart] {
    var parts: [DictionaryPart] = []
    var first = 0
    while first < entries.count {
      let part = DictionaryPart(entries, from: first)
      parts.append(part)
      first += part.entryCount
    }
    return parts
  }

  /// The part that begins at an entry and ends where the next one would not fit.
  private init(_ entries: [[UInt8]], from first: Int) {
    var restarts: [UInt32] = []
    var texts = ByteWriter()
    var next = first
    while next < entries.count {
      let isWhole = (next - first) % StorageLimits.dictionaryRestartInterval == 0
      let shared = isWhole ? 0 : commonPrefixCount(entries[next - 1], entries[next])
      let own = entries[next].count - shared
      let byteCount = texts.bytes.count + own + 20 + 4 * (restarts.count + 1)
      if next > first, byteCount > StorageLimits.chunkByteCount - ChunkHeader.byteCount { break }
      if isWhole { restarts.append(UInt32(texts.bytes.count)) }
      texts.writeVarint(UInt64(shared))
      texts.writeVarint(UInt64(own))
      for byte in entries[next][shared...] { texts.write(byte) }
      next += 1
    }
    var writer = ByteWriter()
    for restart in restarts { writer.write(restart) }
    writer.write(texts.bytes)
    firstCode = first
    entryCount = next - first
    body = writer.bytes
  }
}

/// How many bytes two texts begin with in common.
private func commonPrefixCount(_ left: [UInt8], _ right: [UInt8]) -> Int {
  let limit = min(left.count, right.count)
  var count = 0
  while count < limit && left[count] == right[count] { count += 1 }
  return count
}
