import ByteCoding
import Scanning
import Synchronization

extension SegmentChunks {
  /// The payload directory, decoded once a process.
  func payloadDirectory() throws(ScanError) -> PayloadDirectory {
    if let known = memory.payloadDirectory.withLock({ $0 }) { return known }
    let bytes = try required(ChunkKey(.payloadDirectory)).bodyBytes
    do {
      let directory = try PayloadDirectory(reading: bytes)
      memory.payloadDirectory.withLock { $0 = directory }
      return directory
    } catch {
      throw .damaged("segment \(segment): payload directory: \(error)")
    }
  }
}
