import Compression
import Synchronization

/// The payload frames that a process read last, of all segments of a store.
///
/// One for a store and not one for a segment: its size is bounded however many segments there are,
/// and it outlives snapshots, since sealed payloads never change and segment numbers never come
/// again. Any number of threads may use it.
final class PayloadFrameCache: Sendable {
  struct Key: Hashable {
    var segment: UInt32
    var frame: Int
  }

  private struct State {
    var frames: [Key: (frame: PayloadFrame, lastUse: UInt64)] = [:]
    /// Uses so far.
    var useCount: UInt64 = 0
    var byteCount = 0
  }

  private let byteLimit: Int
  private let state = Mutex(State())
  /// Decompresses for one thread at a time.
  private let decompressor = Mutex<ZstdDecompressor?>(nil)

  init(byteLimit: Int = PayloadLimits.cachedByteCount) {
    self.byteLimit = byteLimit
  }

  func frame(for key: Key) -> PayloadFrame? {
    state.withLock { state in
      guard let index = state.frames.index(forKey: key) else { return nil }
      state.useCount += 1
      state.frames.values[index].lastUse = state.useCount
      return state.frames.values[index].frame
    }
  }

  /// Keeps a frame, and lets go of those not used for longest until all fit; one that is longer
  /// than that alone is kept alone.
  func keep(_ frame: PayloadFrame, for key: Key) {
    state.withLock { state in
      guard state.frames[key] == nil else { return }
      while state.byteCount + frame.byteCount > byteLimit,
        let oldest = state.frames.min(by: { $0.value.lastUse < $1.value.lastUse })
      {
        state.byteCount -= oldest.value.frame.byteCount
        state.frames[oldest.key] = nil
      }
      state.useCount += 1
      state.byteCount += frame.byteCount
      state.frames[key] = (frame, state.useCount)
    }
  }

  /// Decompresses a frame of so many bytes.
  ///
  /// A context serves one frame after the other, since making one costs as much as a small frame;
  /// a thread that finds it in use does not wait, and makes its own.
  func decompress(
    _ frame: RawSpan, _ byteCount: Int, _ dictionary: RawSpan
  ) throws(CompressionError) -> [UInt8] {
    let bytes = try decompressor.withLockIfAvailable {
      (kept) throws(CompressionError) -> [UInt8]? in
      if kept == nil { kept = try ZstdDecompressor() }
      return try kept?.decompress(frame, exactByteCount: byteCount, dictionary: dictionary)
    }
    if case .some(.some(let bytes)) = bytes { return bytes }
    let own = try ZstdDecompressor()
    return try own.decompress(frame, exactByteCount: byteCount, dictionary: dictionary)
  }
}
