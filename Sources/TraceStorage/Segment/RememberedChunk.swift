import ByteCoding
import LMDB

/// A chunk of the map that was checked, by where it lies: enough to lend it again without looking
/// for it, as long as no commit comes between.
struct KnownChunk: Sendable {
  var header: ChunkHeader
  var place: MappedPlace
}

/// A checked chunk apart from the snapshot that it was read under.
struct RememberedChunk: Sendable {
  fileprivate enum Body: Sendable {
    /// In the map, of which no byte may be read but under a snapshot of the same commit.
    case mapped(MappedPlace)
    /// A copy, whole with its header: chunks never change under their keys.
    case copied(AlignedBytes)
  }

  let header: ChunkHeader
  fileprivate let body: Body

  /// Memory held for it, beside the header.
  var byteCount: Int {
    if case .copied(let bytes) = body { bytes.count } else { 0 }
  }
}

extension LoadedChunk {
  /// What to keep of the chunk when its snapshot goes.
  ///
  /// Not for live rows, which change under their key.
  var remembered: RememberedChunk {
    switch storage {
    case .mapped(let value): RememberedChunk(header: header, body: .mapped(value.place))
    case .owned(let bytes): RememberedChunk(header: header, body: .copied(bytes))
    }
  }

  /// A remembered chunk under a snapshot; nil where it has to be looked up.
  init?(_ chunk: RememberedChunk, in snapshot: Snapshot?) {
    switch chunk.body {
    case .copied(let bytes): self.init(chunk.header, .owned(bytes))
    case .mapped(let place):
      guard let value = snapshot?.value(at: place) else { return nil }
      self.init(chunk.header, .mapped(value))
    }
  }
}
