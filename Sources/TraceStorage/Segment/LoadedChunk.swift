import ByteCoding
import LMDB
import Scanning

/// A chunk whose header and body have been checked, aligned for views.
struct LoadedChunk: Sendable {
  let header: ChunkHeader
  let storage: Storage

  enum Storage: Sendable {
    case mapped(MappedValue)
    case owned(AlignedBytes)

    /// LMDB aligns values of a page run; what fits into a page it packs, so that is copied.
    init(_ value: MappedValue) {
      self = value.isAligned(to: 16) ? .mapped(value) : .owned(AlignedBytes(value.bytes))
    }
  }

  /// Checks a chunk of the map.
  ///
  /// `isVerified` skips the body's checksum: it was compared before.
  init(
    _ value: MappedValue, key: ChunkKey, owner: UInt32, isVerified: Bool
  ) throws(ScanError) {
    try self.init(Storage(value), key: key, owner: owner, isVerified: isVerified)
  }

  /// Checks a chunk in memory.
  init(_ bytes: AlignedBytes, key: ChunkKey, owner: UInt32) throws(ScanError) {
    try self.init(.owned(bytes), key: key, owner: owner, isVerified: true)
  }

  /// A chunk that was checked before.
  init(_ header: ChunkHeader, _ storage: Storage) {
    self.header = header
    self.storage = storage
  }

  private init(
    _ storage: Storage, key: ChunkKey, owner: UInt32, isVerified: Bool
  ) throws(ScanError) {
    self.storage = storage
    do throws(ByteCodingError) {
      switch storage {
      case .mapped(let value):
        header = try Self.check(value.bytes, key: key, owner: owner, isVerified)
      case .owned(let value):
        header = try Self.check(value.bytes, key: key, owner: owner, isVerified)
      }
    } catch {
      throw .damaged("\(key.kind) chunk of column \(key.column), part \(key.part): \(error)")
    }
  }

  private static func check(
    _ bytes: RawSpan, key: ChunkKey, owner: UInt32, _ isVerified: Bool
  ) throws(ByteCodingError) -> ChunkHeader {
    let header = try ChunkHeader(reading: bytes, key: key, owner: owner)
    if !isVerified { try header.verify(bytes) }
    return header
  }

  /// The bytes after the header, aligned to 16 at least.
  var body: RawSpan {
    @_lifetime(borrow self)
    get {
      switch storage {
      case .mapped(let value):
        // Safe: `self` holds the snapshot that keeps the value's bytes.
        unsafe _overrideLifetime(
          value.bytes.extracting(droppingFirst: ChunkHeader.byteCount), borrowing: self)
      case .owned(let value):
        // Safe: `self` holds the bytes.
        unsafe _overrideLifetime(
          value.bytes.extracting(droppingFirst: ChunkHeader.byteCount), borrowing: self)
      }
    }
  }

  /// The body as an array; for what is decoded rather than lent.
  var bodyBytes: [UInt8] { body.copied() }
}
