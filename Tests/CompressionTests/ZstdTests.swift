import Compression
import TestSupport
import Testing

@Suite struct ZstdTests {
  private let text = Array(String(repeating: "the quick brown fox ", count: 500).utf8)

  @Test(arguments: [-100, -5, 1, 3, 19, 100] as [Int32])
  func `any level gives the bytes back`(level: Int32) throws {
    let packed = Zstd.compress(text, level: level)
    #expect(packed.count < text.count)
    #expect(try Zstd.decompress(packed, maximumByteCount: text.count) == text)
  }

  @Test func `nothing is a frame too`() throws {
    let packed = Zstd.compress([])
    #expect(!packed.isEmpty)
    #expect(try Zstd.decompress(packed, maximumByteCount: 0) == [])
  }

  @Test func `contexts serve many frames`() throws {
    let compressor = ZstdCompressor()
    let decompressor = try ZstdDecompressor()
    for count in [0, 1, 100, 10_000] {
      let bytes = Array(text[..<count])
      let packed = compressor.compress(bytes)
      let back = try decompressor.decompress(packed, maximumByteCount: 10_000)
      #expect(back == bytes)
    }
  }

  @Test func `a bomb is stopped at the maximum`() throws {
    let bomb = Zstd.compress([UInt8](repeating: 0, count: 16 << 20))
    #expect(bomb.count < 2_000)
    for maximum in [0, 1, 1_000_000, (16 << 20) - 1] {
      #expect(throws: CompressionError.tooLarge(maximumByteCount: maximum)) {
        try Zstd.decompress(bomb, maximumByteCount: maximum)
      }
    }
    #expect(try Zstd.decompress(bomb, maximumByteCount: 16 << 20).count == 16 << 20)
  }

  @Test func `a bomb split over frames is stopped too`() throws {
    let part = Zstd.compress([UInt8](repeating: 0, count: 1 << 20))
    let bomb = Array(repeatElement(part, count: 8).joined())
    #expect(throws: CompressionError.tooLarge(maximumByteCount: 4 << 20)) {
      try Zstd.decompress(bomb, maximumByteCount: 4 << 20)
    }
    #expect(try Zstd.decompress(bomb, maximumByteCount: 8 << 20).count == 8 << 20)
  }

  @Test func `a frame cut anywhere is truncated`() throws {
    let packed = Zstd.compress(text)
    for count in 0..<packed.count {
      #expect(throws: CompressionError.truncated) {
        try Zstd.decompress(Array(packed[..<count]), maximumByteCount: text.count)
      }
    }
  }

  @Test func `bytes after a frame are told`() throws {
    #expect(throws: CompressionError.trailingBytes) {
      try Zstd.decompress(Zstd.compress(text) + [1, 2, 3, 4, 5], maximumByteCount: text.count)
    }
  }

  @Test func `damage never does worse than throw`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    let packed = Zstd.compress(text)
    for _ in 0..<500 {
      var damaged = packed
      damaged[Int.random(in: 0..<packed.count, using: &random)] ^=
        UInt8.random(in: 1...255, using: &random)
      let result = try? Zstd.decompress(damaged, maximumByteCount: 1 << 20)
      #expect(result.map { $0.count <= 1 << 20 } ?? true, "seed \(seed)")
    }
  }
}

@Suite struct ZstdDictionaryTests {
  private let dictionary = Array(String(repeating: "the quick brown fox jumps ", count: 50).utf8)
  private let text = Array("over the lazy dog the quick brown fox jumps no more".utf8)

  @Test func `a dictionary makes what resembles it shorter`() throws {
    let plain = ZstdCompressor(level: 3)
    let resembling = ZstdCompressor(level: 3, dictionary: dictionary)
    let packed = resembling.compress(text)
    #expect(packed.count < plain.compress(text).count)
    #expect(try decompress(packed, dictionary, byteCount: text.count) == text)
  }

  @Test func `another dictionary or size is an error or other bytes, and none is an error`() throws
  {
    let packed = ZstdCompressor(level: 3, dictionary: dictionary).compress(text)
    #expect(throws: CompressionError.self) { try decompress(packed, [], byteCount: text.count) }
    for byteCount in [0, 1, text.count - 1, text.count + 1, 1 << 40] {
      #expect(throws: CompressionError.self) {
        try decompress(packed, dictionary, byteCount: byteCount)
      }
    }
    let other = [UInt8](repeating: 32, count: dictionary.count)
    let result = try? decompress(packed, other, byteCount: text.count)
    #expect(result != text)
  }

  @Test func `a frame cut anywhere, or followed by another, is an error`() throws {
    let packed = ZstdCompressor(level: 3, dictionary: dictionary).compress(text)
    for count in 0..<packed.count {
      #expect(throws: CompressionError.self) {
        try decompress(Array(packed[..<count]), dictionary, byteCount: text.count)
      }
    }
    #expect(throws: CompressionError.self) {
      try decompress(packed + packed, dictionary, byteCount: text.count)
    }
  }

  private func decompress(
    _ bytes: [UInt8], _ dictionary: [UInt8], byteCount: Int
  ) throws(CompressionError) -> [UInt8] {
    let decompressor = try ZstdDecompressor()
    // Safe: bytes are initialised and have no padding.
    return try decompressor.decompress(
      unsafe bytes.span.bytes, exactByteCount: byteCount, dictionary: unsafe dictionary.span.bytes)
  }
}
