import ByteCoding
import Compression

/// An index of words as a search reads it, checked as far as anything depends on it.
struct WordIndex {
  /// Of each group, the row behind its last.
  let rowEnds: [Int]
  /// The words one after the other, a zero before each and behind the last.
  private(set) var text: [UInt8] = [0]
  /// Where each word begins in the text.
  private(set) var starts: [Int] = []
  /// Of each kind, a bit a group.
  private let unlisted: [[UInt8]]
  private let counts: [UInt8]
  private let gaps: [UInt8]

  var groupCount: Int { rowEnds.count }

  init(reading bytes: Swift.Span<UInt8>) throws(ByteCodingError) {
    var reader = ByteReader(bytes)
    var rowEnds: [Int] = []
    for _ in 0..<(try reader.readCount()) {
      let rows = try reader.readUnsigned32()
      guard rows > 0 else { throw .malformed("a group without rows", offset: reader.offset) }
      rowEnds.append((rowEnds.last ?? 0) + Int(rows))
    }
    self.rowEnds = rowEnds
    var unlisted: [[UInt8]] = []
    for _ in WordKind.allCases { unlisted.append(try reader.readArray((rowEnds.count + 7) / 8)) }
    self.unlisted = unlisted
    let wordCount = try reader.readVarint()
    var streams: [[UInt8]] = []
    for _ in 0..<4 { streams.append(try Self.readStream(&reader)) }
    guard reader.isAtEnd, wordCount <= UInt64(streams[0].count) else {
      throw .malformed("an index of words of another length", offset: reader.offset)
    }
    (counts, gaps) = (streams[2], streams[3])
    try spell(Int(wordCount), lengths: streams[0], streams[1])
  }

  /// Bytes that reading an index and searching it take, the stored ones among them.
  ///
  /// What the words take in full only their lengths say, which are decompressed for it.
  static func byteCount(reading bytes: Swift.Span<UInt8>) throws(ByteCodingError) -> Int {
    var reader = ByteReader(bytes)
    let groupCount = try reader.readCount()
    for _ in 0..<groupCount { _ = try reader.readUnsigned32() }
    try reader.skip(WordKind.allCases.count * ((groupCount + 7) / 8))
    let wordCount = try reader.readVarint()
    let lengths = try readStream(&reader)
    guard wordCount <= UInt64(lengths.count) else {
      throw .malformed("an index of words of another length", offset: reader.offset)
    }
    var byteCount = bytes.count + lengths.count
    for _ in 1..<4 {
      let claim = try reader.readVarint()
      guard claim <= UInt64(WordLimits.greatestByteCount) else {
        throw .malformed("\(claim) bytes of words", offset: reader.offset)
      }
      byteCount += Int(claim)
      try reader.skip(try reader.readCount())
    }
    var lengthReader = ByteReader(lengths.span)
    for _ in 0..<wordCount {
      let byte = Int(try lengthReader.readUInt8())
      var length = (byte >> 4) + byte & 15
      for part in [byte >> 4, byte & 15] where part == 15 {
        length += Int(try lengthReader.readUnsigned32())
      }
      // A zero stands behind each.
      byteCount += length + 1
    }
    return byteCount + (groupCount + Int(wordCount)) * MemoryLayout<Int>.stride
  }

  private static func readStream(
    _ reader: inout ByteReader
  ) throws(ByteCodingError) -> [UInt8] {
    let start = reader.offset
    let byteCount = try reader.readVarint()
    let stored = try reader.readBytes(try reader.readCount())
    guard byteCount <= UInt64(WordLimits.greatestByteCount) else {
      throw .malformed("\(byteCount) bytes of words", offset: start)
    }
    do {
      let bytes = try Zstd.decompress(stored, maximumByteCount: Int(byteCount))
      if bytes.count == byteCount { return bytes }
    } catch {
      throw .malformed("words that do not decompress: \(error)", offset: start)
    }
    throw .malformed("fewer bytes of words than \(byteCount)", offset: start)
  }

  /// Writes the words out in full.
  private mutating func spell(
    _ count: Int, lengths: [UInt8], _ bytes: [UInt8]
  ) throws(ByteCodingError) {
    var lengthReader = ByteReader(lengths.span)
    var next = 0
    starts.reserveCapacity(count)
    for _ in 0..<count {
      let byte = Int(try lengthReader.readUInt8())
      var (shared, own) = (byte >> 4, byte & 15)
      if shared == 15 { shared += Int(try lengthReader.readUnsigned32()) }
      if own == 15 { own += Int(try lengthReader.readUnsigned32()) }
      let last = starts.last ?? 1
      guard own > 0, shared < text.count - last || shared == 0, own <= bytes.count - next,
        shared + own <= WordLimits.lettersGreatestByteCount
      else { throw .malformed("a word of another length", offset: lengthReader.offset) }
      starts.append(text.count)
      for index in last..<last + shared { text.append(text[index]) }
      text += bytes[next..<next + own]
      text.append(0)
      next += own
    }
    guard lengthReader.isAtEnd, next == bytes.count else {
      throw .malformed("words of another length", offset: lengthReader.offset)
    }
  }
}

extension WordIndex {
  /// Whether a group may have any word of a kind.
  func isUnlisted(_ kind: WordKind, inGroup group: Int) -> Bool {
    unlisted[kind.rawValue][group / 8] >> UInt8(group % 8) & 1 == 1
  }

  /// Calls `body` with each listed word, by number, and a group that has it.
  func forEachPosting(
    _ body: (_ word: Int, _ group: Int) -> Void
  ) throws(ByteCodingError) {
    var countReader = ByteReader(counts.span)
    var gapReader = ByteReader(gaps.span)
    for word in starts.indices {
      let count = try countReader.readUnsigned32()
      guard count > 0 else {
        for group in rowEnds.indices { body(word, group) }
        continue
      }
      guard count <= groupCount else {
        throw .malformed("a word in \(count) of \(groupCount) groups", offset: countReader.offset)
      }
      var group = 0
      for _ in 0..<count {
        group += Int(try gapReader.readUnsigned32())
        guard group < groupCount else {
          throw .malformed("a word in no group \(group)", offset: gapReader.offset)
        }
        body(word, group)
        group += 1
      }
    }
    guard countReader.isAtEnd, gapReader.isAtEnd else {
      throw .malformed("groups of words of another length", offset: gapReader.offset)
    }
  }
}
