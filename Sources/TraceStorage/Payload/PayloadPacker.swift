import ByteCoding
import Compression

/// The payloads of a segment, ready to be stored.
struct PackedPayloads {
  /// Nil when no row has any.
  var directory: PayloadDirectory?
  var blocks: [[UInt8]] = []
  /// The index of the words; nil in segments that live in memory only.
  var words: [UInt8]?
}

/// Packs the details of rows, and the pieces that their texts share.
struct PayloadPacker {
  private let segment: UInt32
  /// zstd's level; nil stores frames as they are, for segments that live in memory only.
  private let compressionLevel: Int32?
  private var texts: TextPacker
  private var details = PayloadFrameBuilder()
  private var detailFrames: [UncompressedFrame] = []
  /// Frames up to the last that has details of any row: rows behind it need no frame.
  private var neededFrameCount = 0

  init(
    segment: UInt32, compressionLevel: Int32?,
    wordGroupByteCount: Int = WordLimits.groupByteCount
  ) {
    self.segment = segment
    self.compressionLevel = compressionLevel
    texts = TextPacker(
      isCutting: compressionLevel != nil, wordGroupByteCount: wordGroupByteCount)
  }

  /// Adds the next row's details.
  mutating func append(_ row: RowDetails) {
    if details.byteCount >= PayloadLimits.detailFrameByteCount {
      detailFrames.append(details.finish())
    }
    var writer = ByteWriter()
    row.write(to: &writer, &texts)
    let bytes = writer.bytes
    details.append(ByteReader(bytes.span).bytes)
    texts.endRow(detailByteCount: bytes.count)
    if !row.isEmpty { neededFrameCount = detailFrames.count + 1 }
  }

  /// Blocks of all that was added.
  consuming func finish() -> PackedPayloads {
    guard neededFrameCount > 0 else { return PackedPayloads() }
    if !details.isEmpty { detailFrames.append(details.finish()) }
    let needed = detailFrames.prefix(neededFrameCount)
    var blocks = PayloadBlockBuilder(segment: segment, isCompressed: compressionLevel != nil)
    guard let compressionLevel else {
      for frame in needed { blocks.append(frame.bytes, of: frame, isPieces: false) }
      return blocks.finish()
    }
    addPieces(to: &blocks, compressionLevel)
    let compressor = ZstdCompressor(level: compressionLevel)
    for frame in needed {
      blocks.append(compressor.compress(frame.bytes), of: frame, isPieces: false)
    }
    var packed = blocks.finish()
    packed.words = texts.finishWords()
    return packed
  }

  /// Adds the pieces, with the first frame as dictionary of the others if the second one shows
  /// that it helps.
  private func addPieces(to blocks: inout PayloadBlockBuilder, _ compressionLevel: Int32) {
    var builders = texts.pieces.frames
    guard !builders.isEmpty else { return }
    let first = builders[0].finish()
    let plain = ZstdCompressor(level: compressionLevel)
    blocks.append(plain.compress(first.bytes), of: first, isPieces: true)
    guard builders.count > 1 else { return }
    let second = builders[1].finish()
    let repeating = ZstdCompressor(level: compressionLevel, dictionary: first.bytes)
    let (alone, shared) = (plain.compress(second.bytes), repeating.compress(second.bytes))
    let isHelping = shared.count < alone.count - alone.count / PayloadLimits.dictionaryLeastGain
    blocks.hasDictionary = isHelping
    blocks.append(isHelping ? shared : alone, of: second, isPieces: true)
    for number in 2..<max(builders.count, 2) {
      let frame = builders[number].finish()
      let stored = isHelping ? repeating.compress(frame.bytes) : plain.compress(frame.bytes)
      blocks.append(stored, of: frame, isPieces: true)
    }
  }
}

/// Gathers frames into blocks, each a chunk.
private struct PayloadBlockBuilder {
  private let segment: UInt32
  private let isCompressed: Bool
  private var directory = PayloadDirectory()
  private var blocks: [[UInt8]] = []
  private var body = ByteWriter()
  private var frameCount = 0
  var hasDictionary: Bool {
    get { directory.hasDictionary }
    set { directory.hasDictionary = newValue }
  }

  init(segment: UInt32, isCompressed: Bool) {
    self.segment = segment
    self.isCompressed = isCompressed
  }

  mutating func append(_ stored: [UInt8], of frame: UncompressedFrame, isPieces: Bool) {
    if frameCount > 0, body.byteCount + stored.count > PayloadLimits.blockByteCount { endBlock() }
    directory.append(
      PayloadDirectory.Frame(
        entryCount: frame.entryCount, byteCount: frame.bytes.count, storedByteCount: stored.count),
      isPieces: isPieces, beginsBlock: frameCount == 0)
    body.write(stored)
    frameCount += 1
  }

  private mutating func endBlock() {
    let header = ChunkHeader(
      kind: .payload, encoding: isCompressed ? .frames : .bytes, owner: segment,
      column: UInt32(blocks.count), entryCount: frameCount, base: 0)
    blocks.append(header.sealing(body.bytes))
    body.removeAll()
    frameCount = 0
  }

  consuming func finish() -> PackedPayloads {
    endBlock()
    return PackedPayloads(directory: directory, blocks: blocks)
  }
}
