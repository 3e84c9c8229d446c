import ByteCoding
import LMDB
import Scanning
import TraceModel

/// An entry of the trace index: where a trace, or a fragment of one, begins.
struct TracePosting: Hashable, Sendable {
  /// The upper half of the trace id's hash.
  ///
  /// Unequal hashes are unequal traces; equal ones are compared in the segment's table of traces.
  var hash: UInt32
  var segment: UInt32
  var firstRow: UInt32

  init(hash: UInt32, segment: UInt32, firstRow: UInt32) {
    self.hash = hash
    self.segment = segment
    self.firstRow = firstRow
  }

  /// The hash of a trace id, mixed well: ids may begin with a time.
  static func hash(of trace: TraceID) -> UInt32 {
    UInt32(truncatingIfNeeded: mix64(trace.high ^ mix64(trace.low)) >> 32)
  }
}

/// Part of a run of the trace index: postings of a range of hashes, static once written.
///
/// Body, little-endian, before it the chunk header with the first hash as base:
///
///     segments u32 · segment numbers u32 each
///     shift u32 · starts u32 · first entry of each bucket u32, and one past the last
///     entries u64: hash 32 bits, segment ordinal 15 bits, first row 17 bits; ascending
///
/// A bucket is a hash's distance from the part's first hash, shifted right; it holds a few
/// entries, so that a look-up touches two cache lines.
struct TraceIndexPart {
  /// Entries per bucket that the number of buckets aims at; twice as many on average at worst.
  private static let bucketEntryCount = 4
  /// Segments that one part may name: the ordinal's 15 bits.
  static let maximumSegmentCount = 1 << 15

  /// Encodes postings sorted by hash as the parts of a run.
  ///
  /// Postings of one hash stay in one part while it can name their segments, and go on in the next
  /// where it cannot: a trace may have fragments in more segments than that.
  static func encode(_ postings: [TracePosting], run: UInt32) -> [[UInt8]] {
    var parts: [[UInt8]] = []
    var first = 0
    // A part of fewer entries than it can name segments names them all.
    let isCrowded = Set(postings.map(\.segment)).count > maximumSegmentCount / 2
    let entryCount = isCrowded ? maximumSegmentCount / 2 : StorageLimits.traceIndexPartEntryCount
    while first < postings.count {
      var end = min(first + entryCount, postings.count)
      while end < postings.count, postings[end].hash == postings[end - 1].hash,
        !isCrowded || end - first < maximumSegmentCount
      {
        end += 1
      }
      parts.append(encode(part: postings[first..<end], number: parts.count, run: run))
      first = end
    }
    return parts
  }

  private static func encode(
    part postings: ArraySlice<TracePosting>, number: Int, run: UInt32
  ) -> [UInt8] {
    let segments = Set(postings.map(\.segment)).sorted()
    let ordinals = Dictionary(uniqueKeysWithValues: zip(segments, segments.indices))
    let bits = max(0, bitWidth(of: postings.count / bucketEntryCount))
    let least = postings.first?.hash ?? 0
    let shift = Self.shift(least: least, greatest: postings.last?.hash ?? 0, bits: bits)
    var starts = [UInt32](repeating: 0, count: (1 << bits) + 1)
    for posting in postings { starts[Int((posting.hash - least) >> shift) + 1] += 1 }
    for bucket in 1..<starts.count { starts[bucket] += starts[bucket - 1] }

    var writer = ByteWriter()
    writer.write(UInt32(segments.count))
    for segment in segments { writer.write(segment) }
    writer.write(UInt32(shift))
    writer.write(UInt32(starts.count))
    for start in starts { writer.write(start) }
    for posting in postings {
      let ordinal = UInt64(ordinals[posting.segment] ?? 0)
      writer.write(
        UInt64(posting.hash) << 32 | ordinal << 17 | UInt64(posting.firstRow))
    }
    let header = ChunkHeader(
      kind: .traceIndex, encoding: .bytes, owner: run, column: UInt32(number),
      entryCount: postings.count, base: Int64(least))
    return header.sealing(writer.bytes)
  }

  /// The shift that spreads the part's hashes over 2^bits buckets.
  private static func shift(least: UInt32, greatest: UInt32, bits: Int) -> Int {
    max(0, bitWidth(of: Int(greatest - least)) - bits)
  }
}

/// How many bits a number takes; 0 for 0.
private func bitWidth(of number: Int) -> Int { Int.bitWidth - number.leadingZeroBitCount }

/// A part of a run, opened for look-ups.
struct OpenTraceIndexPart: Sendable {
  private let chunk: LoadedChunk
  private let segmentCount: Int
  private let shift: Int
  private let bucketsOffset: Int
  private let bucketCount: Int
  private let entriesOffset: Int

  /// The list of segments follows its length.
  private static let segmentsOffset = 4

  private var leastHash: UInt32 { UInt32(truncatingIfNeeded: chunk.header.base) }
  var entryCount: Int { chunk.header.entryCount }

  init(_ chunk: LoadedChunk) throws(ScanError) {
    self.chunk = chunk
    do {
      var reader = ByteReader(chunk.body)
      segmentCount = Int(try reader.readUInt32())
      try reader.skip(4 * segmentCount)
      shift = Int(try reader.readUInt32())
      bucketCount = Int(try reader.readUInt32()) - 1
      bucketsOffset = reader.offset
      entriesOffset = bucketsOffset + 4 * (bucketCount + 1)
      guard shift <= 32, bucketCount > 0,
        chunk.body.byteCount == entriesOffset + 8 * chunk.header.entryCount
      else { throw ByteCodingError.malformed("an index part of another length", offset: 0) }
    } catch {
      throw .damaged("trace index: \(error)")
    }
  }

  /// The segments that the part's postings name, ascending.
  func segments() throws(ScanError) -> [UInt32] {
    var segments: [UInt32] = []
    segments.reserveCapacity(segmentCount)
    do {
      var reader = ByteReader(chunk.body.extracting(droppingFirst: Self.segmentsOffset))
      for _ in 0..<segmentCount { segments.append(try reader.readUInt32()) }
    } catch {
      throw .damaged("trace index: \(error)")
    }
    return segments
  }

  /// The postings of a hash.
  ///
  /// O(1).
  func postings(of hash: UInt32) throws(ScanError) -> [TracePosting] {
    guard hash >= leastHash else { return [] }
    let bucket = Int((hash - leastHash) >> shift)
    guard bucket < bucketCount else { return [] }
    var found: [TracePosting] = []
    do {
      var bounds = ByteReader(chunk.body.extracting(droppingFirst: bucketsOffset + 4 * bucket))
      let start = Int(try bounds.readUInt32())
      let end = Int(try bounds.readUInt32())
      guard start <= end, end <= entryCount else {
        throw ByteCodingError.malformed("a bucket outside its part", offset: bucketsOffset)
      }
      var entries = ByteReader(chunk.body.extracting(droppingFirst: entriesOffset + 8 * start))
      for _ in start..<end {
        let entry = try entries.readUInt64()
        if UInt32(truncatingIfNeeded: entry >> 32) == hash { found.append(try posting(entry)) }
      }
    } catch {
      throw .damaged("trace index: \(error)")
    }
    return found
  }

  /// The postings of a stretch of hashes, by hash.
  ///
  /// O(postings of the stretch).
  func postings(in hashes: ClosedRange<UInt32>) throws(ScanError) -> [TracePosting] {
    guard hashes.upperBound >= leastHash, entryCount > 0 else { return [] }
    let first = Int((max(hashes.lowerBound, leastHash) - leastHash) >> shift)
    let last = min(Int((hashes.upperBound - leastHash) >> shift), bucketCount - 1)
    guard first <= last else { return [] }
    var found: [TracePosting] = []
    do {
      var lower = ByteReader(chunk.body.extracting(droppingFirst: bucketsOffset + 4 * first))
      var upper = ByteReader(chunk.body.extracting(droppingFirst: bucketsOffset + 4 * (last + 1)))
      let (start, end) = (Int(try lower.readUInt32()), Int(try upper.readUInt32()))
      guard start <= end, end <= entryCount else {
        throw ByteCodingError.malformed("a bucket outside its part", offset: bucketsOffset)
      }
      found.reserveCapacity(end - start)
      var entries = ByteReader(chunk.body.extracting(droppingFirst: entriesOffset + 8 * start))
      for _ in start..<end {
        let entry = try entries.readUInt64()
        if hashes.contains(UInt32(truncatingIfNeeded: entry >> 32)) {
          found.append(try posting(entry))
        }
      }
    } catch {
      throw .damaged("trace index: \(error)")
    }
    return found
  }

  /// Every posting, by hash.
  func allPostings() throws(ScanError) -> [TracePosting] {
    var all: [TracePosting] = []
    all.reserveCapacity(entryCount)
    do {
      var entries = ByteReader(chunk.body.extracting(droppingFirst: entriesOffset))
      for _ in 0..<entryCount { all.append(try posting(try entries.readUInt64())) }
    } catch {
      throw .damaged("trace index: \(error)")
    }
    return all
  }

  private func posting(_ entry: UInt64) throws(ByteCodingError) -> TracePosting {
    let ordinal = Int(entry >> 17 & 0x7FFF)
    guard ordinal < segmentCount else {
      throw .malformed("an index entry of an unknown segment", offset: 0)
    }
    var segments = ByteReader(
      chunk.body.extracting(droppingFirst: Self.segmentsOffset + 4 * ordinal))
    return TracePosting(
      hash: UInt32(truncatingIfNeeded: entry >> 32), segment: try segments.readUInt32(),
      firstRow: UInt32(truncatingIfNeeded: entry & 0x1_FFFF))
  }
}
