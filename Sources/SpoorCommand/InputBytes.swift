import Compression
import Foundation

/// A file, or standard input, read front to back and decompressed.
struct InputBytes: ~Copyable {
  /// Bytes read at once.
  private static let chunkByteCount = 1 << 20
  /// The longest magic number that tells a compression.
  private static let magicByteCount = 4

  /// How messages name the input.
  let name: String
  /// Bytes of the file as it is on disk; nil where that is not known.
  let byteCount: Int64?
  /// Bytes read so far.
  private(set) var readByteCount: Int64 = 0
  /// Why the input could not be read to its end.
  private(set) var failure: String?
  private let handle: FileHandle
  private var reader: DecompressingReader?
  private var isAtEnd = false

  /// Opens a file, or standard input for `-`.
  init(_ path: String) throws(CommandFailure) {
    let input = try InputFileHandle(path)
    name = input.name
    handle = input.handle
    byteCount = input.byteCount
  }

  /// The next bytes, decompressed; nil at the end.
  mutating func next() -> [UInt8]? {
    guard !isAtEnd else { return nil }
    do {
      let chunk = try readChunk()
      guard !chunk.isEmpty else {
        isAtEnd = true
        try reader?.finish()
        return nil
      }
      if reader == nil {
        reader = try DecompressingReader(
          format: .detect(prefix: Array(chunk.prefix(Self.magicByteCount))))
      }
      var decoded: [UInt8] = []
      try reader?.decode(chunk, into: &decoded)
      return decoded
    } catch {
      failure = "\(error)"
      isAtEnd = true
      return nil
    }
  }

  /// The next bytes of the file: at least a magic number's worth, unless the file ends.
  private mutating func readChunk() throws -> [UInt8] {
    var chunk: [UInt8] = []
    repeat {
      guard let data = try handle.read(upToCount: Self.chunkByteCount), !data.isEmpty else { break }
      chunk.append(contentsOf: data)
    } while chunk.count < Self.magicByteCount
    readByteCount += Int64(chunk.count)
    return chunk
  }
}
