import Compression
import Testing

@Suite struct DecompressingReaderTests {
  /// The line "hello", as `gzip -n` packs it.
  private let hello: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0xCB, 0x48, 0xCD, 0xC9, 0xC9,
    0xE7, 0x02, 0x00, 0x20, 0x30, 0x3A, 0x36, 0x06, 0x00, 0x00, 0x00,
  ]

  /// Decodes `bytes` in pieces of `pieceByteCount`.
  private func decode(
    _ bytes: [UInt8], _ format: CompressionFormat, pieceByteCount: Int = 7
  ) throws -> String {
    var reader = try DecompressingReader(format: format)
    var output: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: pieceByteCount) {
      let end = min(start + pieceByteCount, bytes.count)
      try reader.decode(Array(bytes[start..<end]), into: &output)
    }
    try reader.finish()
    return String(decoding: output, as: UTF8.self)
  }

  @Test func `formats are told by their first bytes`() {
    #expect(CompressionFormat.detect(prefix: hello) == .gzip)
    #expect(CompressionFormat.detect(prefix: Zstd.compress([1])) == .zstd)
    #expect(CompressionFormat.detect(prefix: [0x5A, 0x2A, 0x4D, 0x18]) == .zstd)
    #expect(CompressionFormat.detect(prefix: Array("{\"a\":1}".utf8)) == .plain)
    #expect(CompressionFormat.detect(prefix: [0x1F]) == .plain)
    #expect(CompressionFormat.detect(prefix: []) == .plain)
  }

  @Test func `plain bytes pass through`() throws {
    #expect(try decode(Array("hello".utf8), .plain) == "hello")
    #expect(try decode([], .plain) == "")
  }

  @Test(arguments: [1, 2, 7, 26, 27, 1_000])
  func `members and frames that follow each other are all decoded`(pieces: Int) throws {
    let members = hello + hello + hello
    let text = String(repeating: "hello\n", count: 3)
    #expect(try decode(members, .gzip, pieceByteCount: pieces) == text)
    let frame = Zstd.compress(Array("hello\n".utf8))
    #expect(try decode(frame + frame + frame, .zstd, pieceByteCount: pieces) == text)
  }

  @Test func `a stream cut anywhere is truncated`() throws {
    let frame = Zstd.compress(Array("hello\n".utf8))
    for (format, bytes) in [(CompressionFormat.gzip, hello), (.zstd, frame)] {
      for count in 0..<bytes.count {
        let cut = bytes + bytes[..<count]
        guard count > 0 else { continue }
        #expect(throws: CompressionError.truncated) { try decode(cut, format) }
        #expect(throws: CompressionError.truncated) { try decode(Array(cut[..<count]), format) }
      }
      #expect(throws: CompressionError.truncated) { try decode([], format) }
    }
  }

  @Test(arguments: [[0], [1], Array("garbage".utf8), [0x1F, 0x1F], [0x1F, 0x8B, 9, 9]])
  func `bytes after the last member are told`(garbage: [UInt8]) throws {
    for pieces in [1, 7, 100] {
      #expect(throws: CompressionError.trailingBytes) {
        try decode(hello + garbage, .gzip, pieceByteCount: pieces)
      }
    }
  }

  @Test func `a wrong checksum is told`() throws {
    var damaged = hello
    damaged[18] ^= 1
    #expect(throws: CompressionError.malformed("incorrect data check")) {
      try decode(damaged, .gzip)
    }
  }

  @Test func `one call appends no more than its limit`() throws {
    let bomb = Zstd.compress([UInt8](repeating: 0, count: 4 << 20))
    var reader = try DecompressingReader(format: .zstd, maximumByteCountPerCall: 1 << 20)
    var output: [UInt8] = []
    do {
      try reader.decode(bomb, into: &output)
      Issue.record("no error")
    } catch {
      #expect(error == .tooLarge(maximumByteCount: 1 << 20))
    }
    #expect(output.count <= (1 << 20) + 1)
  }

  @Test func `output longer than a step is whole`() throws {
    let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 / 3) }
    var reader = try DecompressingReader(format: .zstd)
    var output: [UInt8] = [42]
    try reader.decode(Zstd.compress(bytes).span, into: &output)
    try reader.finish()
    #expect(output == [42] + bytes)
  }
}
