import ByteCoding
import Compression

/// Writes an index of words as it is stored.
///
///     groups varint, each: its rows varint
///     for each kind of word: a bit a group, set where it may have any word of the kind
///     words varint
///     four times: length varint, length stored varint, that much zstd
///       of each word, shared and own bytes: a byte (4 bits each), and a varint where one is 15
///       the own bytes of all words, which are sorted
///       for each word: how many groups have it, varint; 0 where it may be in any
///       for each word: its groups, each varint, as the groups left out since the one before
struct WordIndexEncoder {
  private struct Place {
    var kind: Int
    var number: Int
    /// The first eight bytes as a number: mostly enough to order words by.
    var head: UInt64
  }

  private let tables: [WordTable]
  private let groups: WordGroups
  /// Of each kind, for each word: where its groups begin in `members`.
  private var starts: [[Int]] = []
  private var members: [[UInt32]] = []

  init(_ tables: [WordTable], _ groups: WordGroups) {
    self.tables = tables
    self.groups = groups
    for kind in tables.indices { invert(kind) }
  }

  /// Turns the words of each group into the groups of each word.
  private mutating func invert(_ kind: Int) {
    let postings = tables[kind].postings
    var starts = [Int](repeating: 0, count: tables[kind].count + 1)
    for word in postings { starts[Int(word) + 1] += 1 }
    for word in 0..<tables[kind].count { starts[word + 1] += starts[word] }
    var next = starts
    var members = [UInt32](repeating: 0, count: postings.count)
    var first = 0
    for (group, end) in groups.postingEnds[kind].enumerated() {
      for word in postings[first..<end] {
        members[next[Int(word)]] = UInt32(group)
        next[Int(word)] += 1
      }
      first = end
    }
    self.starts.append(starts)
    self.members.append(members)
  }

  func stored() -> [UInt8] {
    var writer = ByteWriter()
    writer.writeVarint(UInt64(groups.count))
    var first = 0
    for end in groups.rowEnds {
      writer.writeVarint(UInt64(end - first))
      first = end
    }
    for kind in WordKind.allCases {
      writer.write(bits(of: groups.unlisted[kind.rawValue]))
    }
    let words = sorted()
    writer.writeVarint(UInt64(words.count))
    let compressor = ZstdCompressor(level: WordLimits.compressionLevel)
    for stream in spelled(words) + listed(words) {
      let stored = compressor.compress(stream)
      writer.writeVarint(UInt64(stream.count))
      writer.writeVarint(UInt64(stored.count))
      writer.write(stored)
    }
    return writer.bytes
  }

  private func bits(of flags: [Bool]) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: (flags.count + 7) / 8)
    for index in flags.indices where flags[index] { bytes[index / 8] |= 1 << UInt8(index % 8) }
    return bytes
  }

  /// All words that a group lists, by their bytes.
  private func sorted() -> [Place] {
    var places: [Place] = []
    for kind in tables.indices {
      for number in 0..<tables[kind].count
      where starts[kind][number] < starts[kind][number + 1] {
        var head: UInt64 = 0
        for (index, byte) in tables[kind].bytes(of: number).prefix(8).enumerated() {
          head |= UInt64(byte) << UInt64(56 - 8 * index)
        }
        places.append(Place(kind: kind, number: number, head: head))
      }
    }
    places.sort { left, right in
      guard left.head == right.head else { return left.head < right.head }
      return tables[left.kind].bytes(of: left.number)
        .lexicographicallyPrecedes(tables[right.kind].bytes(of: right.number))
    }
    return places
  }

  /// The lengths of the words, and their bytes.
  private func spelled(_ words: [Place]) -> [[UInt8]] {
    var lengths = ByteWriter()
    var bytes = ByteWriter()
    var last: ArraySlice<UInt8> = []
    for place in words {
      let word = tables[place.kind].bytes(of: place.number)
      let shared = zip(last, word).prefix { $0 == $1 }.count
      let own = word.count - shared
      lengths.write(UInt8(min(shared, 15) << 4 | min(own, 15)))
      if shared >= 15 { lengths.writeVarint(UInt64(shared - 15)) }
      if own >= 15 { lengths.writeVarint(UInt64(own - 15)) }
      bytes.write(Array(word.dropFirst(shared)))
      last = word
    }
    return [lengths.bytes, bytes.bytes]
  }

  /// How many groups have each word, and which.
  private func listed(_ words: [Place]) -> [[UInt8]] {
    var counts = ByteWriter()
    var gaps = ByteWriter()
    for place in words {
      let range = starts[place.kind][place.number]..<starts[place.kind][place.number + 1]
      // To leave out less than half of the groups saves little, and takes the most room.
      guard range.count * 2 <= groups.count else {
        counts.writeVarint(0)
        continue
      }
      counts.writeVarint(UInt64(range.count))
      var next: UInt32 = 0
      for group in members[place.kind][range] {
        gaps.writeVarint(UInt64(group - next))
        next = group + 1
      }
    }
    return [counts.bytes, gaps.bytes]
  }
}
