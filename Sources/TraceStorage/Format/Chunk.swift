import ByteCoding
import Scanning

/// How a chunk's body is to be read.
///
/// The raw values are part of the file format.
enum ChunkEncoding: UInt8, Sendable {
  case bytes = 0
  /// Row numbers of 4 bytes.
  case rows = 4
  /// 64-bit words.
  case words = 21
  /// A column in blocks; the entries are rows.
  case blocks = 22
  /// UTF-8 texts, ascending by bytes, each as what it has beyond the one before.
  case strings = 30
  /// The same, of encoded attribute values.
  case values = 31
  /// zstd; the header's base is the byte count before compression.
  case zstd = 40
  /// zstd frames, as the payload directory lists them.
  case frames = 50

  /// Bytes of an entry; nil where entries have no fixed width.
  var width: Int? {
    switch self {
    case .rows: 4
    case .words: 8
    case .bytes, .blocks, .strings, .values, .zstd, .frames: nil
    }
  }
}

extension ChunkKind {
  /// Whether a chunk of this kind can be read in an encoding: a view of another one would trap.
  func admits(_ encoding: ChunkEncoding) -> Bool {
    switch self {
    case .columnDirectory, .traceIndex, .payloadDirectory, .words: encoding == .bytes
    case .values: encoding == .blocks
    case .rows: encoding == .rows
    case .validity, .liveRows, .traceHigh, .traceLow: encoding == .words
    case .dictionary: encoding == .strings || encoding == .values
    case .payload: encoding == .bytes || encoding == .frames
    case .batch: encoding == .zstd
    }
  }
}

/// The 48 bytes before every stored body.
///
/// LMDB aligns large values to 16 bytes past a page, at 16 modulo 64, so that a body after 48
/// more bytes is aligned to 64. Little-endian:
///
///     0 magic u32 · 4 version u16 · 6 kind u8 · 7 encoding u8 · 8 owner u32 · 12 column u32
///     16 entries u32 · 20 body bytes u32 · 24 base i64 · 32 XXH64 of the body
///     40 XXH64 of bytes 0 to 39
struct ChunkHeader: Hashable, Sendable {
  static let byteCount = 48
  private static let magic: UInt32 = 0x4B43_5053  // "SPCK"
  private static let version: UInt16 = 1

  var kind: ChunkKind
  var encoding: ChunkEncoding
  /// The segment, run or batch that the chunk belongs to: a chunk under the wrong key is found.
  var owner: UInt32
  var column: UInt32
  /// Rows, dictionary entries, words: what `encoding` counts.
  var entryCount: Int
  var base: Int64

  /// The header and the body as stored.
  func sealing(_ body: [UInt8]) -> [UInt8] {
    var writer = ByteWriter()
    writer.write(Self.magic)
    writer.write(Self.version)
    writer.write(kind.rawValue)
    writer.write(encoding.rawValue)
    writer.write(owner)
    writer.write(column)
    writer.write(UInt32(entryCount))
    writer.write(UInt32(body.count))
    writer.write(UInt64(bitPattern: base))
    writer.write(xxHash64(body))
    writer.write(xxHash64(writer.bytes))
    writer.write(body)
    return writer.bytes
  }
}

extension ChunkHeader {
  /// Gives a stored chunk to another owner.
  static func setOwner(_ owner: UInt32, ofChunk stored: inout [UInt8]) {
    for index in 0..<4 {
      stored[ownerOffset + index] = UInt8(truncatingIfNeeded: owner >> UInt32(index * 8))
    }
    let checksum = xxHash64(Array(stored.prefix(checksumOffset)))
    for index in 0..<8 {
      stored[checksumOffset + index] = UInt8(truncatingIfNeeded: checksum >> UInt64(index * 8))
    }
  }

  /// The stored checksum of a chunk's body; it is not compared.
  static func bodyChecksum(ofChunk stored: RawSpan) throws(ByteCodingError) -> UInt64 {
    var reader = ByteReader(stored)
    try reader.skip(bodyChecksumOffset)
    return try reader.readUInt64()
  }

  private static let ownerOffset = 8
  private static let bodyChecksumOffset = 32
  private static let checksumOffset = 40

  /// Reads and checks a header: its own checksum, and that it belongs under its key.
  init(reading bytes: RawSpan, key: ChunkKey, owner: UInt32) throws(ByteCodingError) {
    var reader = ByteReader(bytes)
    guard try reader.readUInt32() == Self.magic else {
      throw .malformed("no chunk begins here", offset: 0)
    }
    let version = try reader.readUInt16()
    let kind = ChunkKind(rawValue: try reader.readUInt8())
    let encoding = ChunkEncoding(rawValue: try reader.readUInt8())
    let storedOwner = try reader.readUInt32()
    let column = try reader.readUInt32()
    let entryCount = try reader.readUInt32()
    let bodyByteCount = try reader.readUInt32()
    let base = Int64(bitPattern: try reader.readUInt64())
    _ = try reader.readUInt64()
    let hash = try reader.readUInt64()
    guard hash == xxHash64(bytes.extracting(first: 40)) else {
      throw .malformed("the header's checksum does not match", offset: 40)
    }
    guard version == Self.version, let kind, let encoding else {
      throw .malformed("a chunk of a newer version", offset: 4)
    }
    guard kind == key.kind, storedOwner == owner, column == key.column else {
      throw .malformed("a chunk of another key", offset: 8)
    }
    guard Int(bodyByteCount) == bytes.byteCount - Self.byteCount else {
      throw .malformed("a body of another length", offset: 20)
    }
    guard kind.admits(encoding), encoding != .zstd || base >= 0 else {
      throw .malformed("a chunk of an encoding that is not for its kind", offset: 7)
    }
    if let width = encoding.width, Int(entryCount) * width != Int(bodyByteCount) {
      throw .malformed("a body of another length than its entries", offset: 16)
    }
    self.init(
      kind: kind, encoding: encoding, owner: owner, column: column, entryCount: Int(entryCount),
      base: base)
  }

  /// Compares the body's checksum.
  ///
  /// O(bytes).
  func verify(_ bytes: RawSpan) throws(ByteCodingError) {
    var reader = ByteReader(bytes.extracting(droppingFirst: 32))
    guard try reader.readUInt64() == xxHash64(bytes.extracting(droppingFirst: Self.byteCount))
    else { throw .malformed("the body's checksum does not match", offset: 32) }
  }
}
