import ByteCoding
import Compression
import Scanning
import Synchronization

/// Reads a segment's payloads.
///
/// The frames read last are kept, so that rows read in order decompress each frame once. Any number
/// of threads may read: a frame that two miss at once is decompressed twice and kept once.
final class SegmentPayloads: Sendable {
  private let chunks: SegmentChunks
  private let blockCount: Int
  /// The frames that were asked for, by number.
  private let askedFrames = Mutex<Set<Int>>([])

  init(_ chunks: SegmentChunks, blockCount: Int) {
    self.chunks = chunks
    self.blockCount = blockCount
  }

  /// The bytes of a row's text in a payload column, as they were packed.
  func text(of column: UInt32, row: Int) throws(ScanError) -> [UInt8]? {
    let text = try withDetails(ofRow: row) { (details) throws(ByteCodingError) in
      try details.text(of: column)
    }
    guard let text else { return nil }
    return try bytes(of: text, row: row)
  }

  /// How many frames there are, and how many were asked for, kept ones among them.
  func frameCounts() throws(ScanError) -> PayloadFrameCounts {
    guard let directory = try directory() else { return PayloadFrameCounts() }
    return PayloadFrameCounts(
      total: directory.frames.count, read: askedFrames.withLock { $0.count })
  }

  /// A row's events and links.
  func parts(ofRow row: Int) throws(ScanError) -> RowParts {
    let text = try withDetails(ofRow: row) { (details) throws(ByteCodingError) in
      try details.parts()
    }
    guard let text else { return RowParts() }
    let bytes = try bytes(of: text, row: row)
    do {
      return try RowParts(reading: bytes)
    } catch {
      throw damaged(error, row: row)
    }
  }

  /// All of a row's texts by column, then its events and links, under no column.
  func packedTexts(ofRow row: Int) throws(ScanError) -> [(column: UInt32?, text: PackedText)] {
    try withDetails(ofRow: row) { (details) throws(ByteCodingError) in try details.all() } ?? []
  }

  /// Where everything is; nil when no row has payloads.
  func directory() throws(ScanError) -> PayloadDirectory? {
    guard blockCount > 0 else { return nil }
    let directory = try chunks.payloadDirectory()
    guard directory.blockByteCounts.count == blockCount else {
      throw .damaged("segment \(chunks.segment): payload blocks of another number than listed")
    }
    return directory
  }

  /// Calls `body` with a row's details; nil when no row from this one on has any.
  private func withDetails<Answer>(
    ofRow row: Int, _ body: (PackedDetails) throws(ByteCodingError) -> Answer?
  ) throws(ScanError) -> Answer? {
    guard let directory = try directory(), let number = directory.frame(ofRow: row) else {
      return nil
    }
    let frame = try frame(number, of: directory)
    let entry = row - directory.frames[number].firstEntry
    let content = frame.content
    do {
      return try body(
        PackedDetails(
          content.extracting(frame.range(of: entry..<entry + 1)),
          pieceCount: directory.pieceCount))
    } catch {
      throw damaged(error, row: row)
    }
  }

  private func damaged(_ error: ByteCodingError, row: Int) -> ScanError {
    .damaged("segment \(chunks.segment), row \(row): \(error)")
  }
}

extension SegmentPayloads {
  /// Puts a text together.
  func bytes(of text: PackedText, row: Int) throws(ScanError) -> [UInt8] {
    switch text {
    case .whole(let bytes): return bytes
    case .pieces(let list):
      guard let directory = try directory() else { return [] }
      // A length is trusted so far; beyond, room is made as bytes come.
      var writer = ByteWriter(capacity: min(list.byteCount, PayloadLimits.trustedByteCount))
      for part in list.parts {
        switch part {
        case .literal(let bytes): writer.write(bytes)
        case .run(let pieces, let isSeparated):
          try append(
            pieces, separator: isSeparated ? list.separator : [], of: directory,
            limit: list.byteCount, to: &writer)
        }
      }
      guard writer.byteCount == list.byteCount else {
        throw .damaged(
          "segment \(chunks.segment), row \(row): a text of another length than its pieces")
      }
      return writer.bytes
    }
  }

  /// Appends pieces of consecutive numbers until they are too long.
  private func append(
    _ pieces: Range<Int>, separator: [UInt8], of directory: PayloadDirectory, limit: Int,
    to writer: inout ByteWriter
  ) throws(ScanError) {
    var next = pieces.lowerBound
    while next < pieces.upperBound, writer.byteCount <= limit {
      guard let number = directory.frame(ofPiece: next) else {
        throw .damaged("segment \(chunks.segment): no piece \(next)")
      }
      let frame = try frame(number, of: directory)
      let content = frame.content
      let first = directory.frames[number].firstEntry
      // Pieces without a separator stand beside each other in their frame, too.
      let end = separator.isEmpty ? min(pieces.upperBound, first + frame.count) : next + 1
      writer.write(separator)
      writer.write(content.extracting(frame.range(of: (next - first)..<(end - first))))
      next = end
    }
  }

  /// A frame, decompressed.
  func frame(_ number: Int, of directory: PayloadDirectory) throws(ScanError) -> PayloadFrame {
    askedFrames.withLock { _ = $0.insert(number) }
    let key = PayloadFrameCache.Key(segment: chunks.segment, frame: number)
    if let known = chunks.memory.payloadFrames.frame(for: key) { return known }
    let place = directory.frames[number]
    let isPieces = number < directory.pieceFrameCount
    let isRepeating = isPieces && number > 0 && directory.hasDictionary
    let dictionary = isRepeating ? try frame(0, of: directory) : nil
    let chunk = try chunks.required(ChunkKey(.payload, column: place.block))
    let body = chunk.body
    guard body.byteCount == directory.blockByteCounts[Int(place.block)] else {
      throw .damaged(
        "segment \(chunks.segment): payload block \(place.block) of another length than listed")
    }
    let stored = body.extracting(place.offset..<place.offset + place.storedByteCount)
    do {
      let bytes =
        chunk.header.encoding == .frames
        ? try decompress(stored, dictionary, place.byteCount) : stored.copied()
      let frame = try PayloadFrame(
        bytes, entryCount: place.entryCount, admitsEmptyEntries: !isPieces)
      chunks.memory.payloadFrames.keep(frame, for: key)
      return frame
    } catch {
      throw .damaged("segment \(chunks.segment): payload frame \(number): \(error)")
    }
  }

  private func decompress(
    _ stored: RawSpan, _ dictionary: PayloadFrame?, _ byteCount: Int
  ) throws(CompressionError) -> [UInt8] {
    let frames = chunks.memory.payloadFrames
    guard let dictionary else { return try frames.decompress(stored, byteCount, RawSpan()) }
    let content = dictionary.content
    return try frames.decompress(stored, byteCount, content)
  }
}
