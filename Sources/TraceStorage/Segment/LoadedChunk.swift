import ByteCoding
import LMDB
import Scanning

/// A chunk whose header and body have been checked, aligned for views.
final class LoadedChunk: Sendable {
  let header: ChunkHeader
  private let storage: Storage

  private enum Storage: Sendable {
    case mapped(MappedValue)
    case owned(AlignedBytes)
  }

  /// Checks a chunk of the map. `isVerified` skips the body's checksum: it was compared before.
  convenience init(
    _ value: MappedValue, key: ChunkKey, owner: UInt32, isVerified: Bool
  ) throws(ScanError) {
    // LMDB aligns values of a page run; what fits into a page it packs, so that is copied.
    let storage: Storage =
      value.isAligned(to: 16) ? .mapped(value) : .owned(AlignedBytes(copying: value.bytes))
    try self.init(storage, key: key, owner: owner, isVerified: isVerified)
  }

  /// Checks a chunk in memory.
  convenience init(_ bytes: AlignedBytes, key: ChunkKey, owner: UInt32) throws(ScanError) {
    try self.init(.owned(bytes), key: key, owner: owner, isVerified: true)
  }

  private init(
    _ storage: Storage, key: ChunkKey, owner: UInt32, isVerified: Bool
  ) throws(ScanError) {
    self.storage = storage
    let bytes: RawSpan =
      switch storage {
      case .mapped(let value): value.bytes
      case .owned(let value): value.bytes
      }
    do {
      header = try ChunkHeader(reading: bytes, key: key, owner: owner)
      if !isVerified { try header.verify(bytes) }
    } catch {
      throw .damaged("\(key.kind) chunk of column \(key.column), part \(key.part): \(error)")
    }
  }

  /// The bytes after the header, aligned to 16 at least.
  var body: RawSpan {
    @_lifetime(borrow self)
    get {
      switch storage {
      case .mapped(let value):
        // Safe: `storage` is immutable, so the value lives as long as this object.
        unsafe _overrideLifetime(
          value.bytes.extracting(droppingFirst: ChunkHeader.byteCount), borrowing: self)
      case .owned(let value):
        // Safe: as above.
        unsafe _overrideLifetime(
          value.bytes.extracting(droppingFirst: ChunkHeader.byteCount), borrowing: self)
      }
    }
  }

  /// The body as an array; for what is decoded rather than lent.
  var bodyBytes: [UInt8] { body.copied() }
}
