import Scanning

/// Reads the entries of a dictionary part one after another, from one that is whole.
struct DictionaryEntryReader: ~Escapable {
  /// What an entry shares with the one before, and where the rest of it lies.
  struct Entry {
    var sharedCount: Int
    var own: Range<Int>
  }

  let bytes: Swift.Span<UInt8>
  private var offset: Int
  /// Bytes of the last entry.
  private var length = 0

  @_lifetime(copy part)
  init(_ part: RawSpan, at offset: Int) {
    bytes = Swift.Span<UInt8>(_bytes: part)
    self.offset = offset
  }

  /// The next entry, within the part and within the one before it; nil for bytes that are none.
  @_lifetime(self: copy self)
  mutating func next() -> Entry? {
    guard let shared = readCount(), let own = readCount(), shared <= length,
      own <= bytes.count &- offset
    else { return nil }
    let start = offset
    offset &+= own
    length = shared &+ own
    return Entry(sharedCount: shared, own: start..<offset)
  }

  /// A varint; nil past the end or past what a part can count.
  @_lifetime(self: copy self)
  private mutating func readCount() -> Int? {
    var count = 0
    var shift = 0
    while offset < bytes.count && shift < 32 {
      let byte = bytes[offset]
      offset &+= 1
      count |= Int(byte & 0x7F) &<< shift
      if byte < 0x80 { return count }
      shift &+= 7
    }
    return nil
  }
}

extension DictionaryTexts {
  /// Appends entries of a part, leaving out some before them; false for bytes that are none.
  ///
  /// All entries are checked before the first is copied, so that copying is a plain loop.
  mutating func append(
    _ count: Int, after skipped: Int, from reader: consuming DictionaryEntryReader
  ) -> Bool {
    var entries: [DictionaryEntryReader.Entry] = []
    entries.reserveCapacity(skipped + count)
    for _ in 0..<skipped + count {
      guard let entry = reader.next() else { return false }
      entries.append(entry)
    }
    let bytes = reader.bytes
    append(
      lengths: entries.map { $0.sharedCount + $0.own.count }, leavingOut: skipped
    ) { target, first in
      expand(entries.span, of: bytes, into: &target, at: first)
    }
    return true
  }
}

extension DictionaryEntryReader {
  /// Writes one entry out in full, in place of what the buffer held; false for bytes that are none.
  ///
  /// Skips some entries, of which it needs what they share.
  @_lifetime(self: copy self)
  mutating func read(after skipped: Int, into buffer: inout [UInt8]) -> Bool {
    buffer.removeAll(keepingCapacity: true)
    for _ in 0...skipped {
      guard let entry = next() else { return false }
      buffer.removeLast(buffer.count - entry.sharedCount)
      for offset in entry.own { buffer.append(bytes[offset]) }
    }
    return true
  }
}

/// Writes entries out in full.
private func expand(
  _ entries: Swift.Span<DictionaryEntryReader.Entry>, of bytes: Swift.Span<UInt8>,
  into target: inout MutableSpan<UInt8>, at first: Int
) {
  var previous = first
  var place = first
  for index in entries.indices {
    let entry = entries[index]
    let start = place
    for offset in 0..<entry.sharedCount {
      target[place] = target[previous &+ offset]
      place &+= 1
    }
    for offset in entry.own {
      target[place] = bytes[offset]
      place &+= 1
    }
    previous = start
  }
}
