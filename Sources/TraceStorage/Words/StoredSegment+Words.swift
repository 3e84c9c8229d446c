import ByteCoding
import Scanning

extension StoredSegment {
  func textCandidates(for need: TextNeed) throws(ScanError) -> TextCandidates? {
    guard WordSearch.canRuleOut(need), let index = try wordIndex() else { return nil }
    let flags: [Bool]
    do {
      flags = try WordSearch(index, for: need).groups(meeting: need)
    } catch {
      throw damagedWords(error)
    }
    var rows: [Range<Int>] = []
    var first = 0
    for (group, end) in index.rowEnds.enumerated() {
      if flags[group] {
        if rows.last?.upperBound == first, let last = rows.popLast() { first = last.lowerBound }
        rows.append(first..<end)
      }
      first = end
    }
    return TextCandidates(
      rows: rows, groupCount: index.groupCount, ruledOutCount: flags.count { !$0 })
  }

  func textCandidatesByteCount(for need: TextNeed) throws(ScanError) -> Int {
    guard WordSearch.canRuleOut(need), let bytes = try wordBytes() else { return 0 }
    do {
      return try WordIndex.byteCount(reading: bytes.span)
    } catch {
      throw damagedWords(error)
    }
  }

  /// The index of the words in the payloads; nil in segments that are in memory only, and in those
  /// written before there was one.
  ///
  /// It is read for each search and not kept: a twentieth of the payloads, in every segment.
  func wordIndex() throws(ScanError) -> WordIndex? {
    guard let bytes = try wordBytes() else { return nil }
    let index: WordIndex
    do {
      index = try WordIndex(reading: bytes.span)
    } catch {
      throw damagedWords(error)
    }
    guard index.rowEnds.last == rowCount else { throw damagedWords(nil) }
    return index
  }

  /// The index as it is stored.
  private func wordBytes() throws(ScanError) -> [UInt8]? {
    guard let first = try chunks.optional(ChunkKey(.words)) else { return nil }
    let partCount = first.header.entryCount
    guard partCount <= Int(UInt16.max) else { throw damagedWords(nil) }
    var bytes = first.bodyBytes
    for part in 1..<max(partCount, 1) {
      bytes += try chunks.required(ChunkKey(.words, part: UInt16(part))).bodyBytes
    }
    return bytes
  }

  private func damagedWords(_ error: ByteCodingError?) -> ScanError {
    .damaged("segment \(header.segment): words: \(error.map { "\($0)" } ?? "of other rows")")
  }
}

extension ColumnEncoder {
  /// Adds an index of words, in as many parts as it fills; the entries of each are all parts.
  mutating func add(words: [UInt8]) {
    let size = StorageLimits.chunkByteCount - ChunkHeader.byteCount
    let starts = Array(stride(from: 0, to: words.count, by: size))
    for (part, start) in starts.enumerated() {
      add(
        ChunkKey(.words, part: UInt16(part)), .bytes, entryCount: starts.count,
        Array(words[start..<min(start + size, words.count)]))
    }
  }
}
