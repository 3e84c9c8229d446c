import ByteCoding
import Testing

@testable import TraceStorage

@Suite struct PayloadFrameCacheTests {
  @Test func `frames are kept until those used later need their room`() throws {
    let frames = try (0..<4).map { try frame(of: $0) }
    let cache = PayloadFrameCache(byteLimit: frames[0].byteCount * 3)
    for number in 0..<3 { cache.keep(frames[number], for: key(number)) }
    #expect(cache.frame(for: key(0)) != nil)
    cache.keep(frames[3], for: key(3))
    let kept = (0..<4).filter { cache.frame(for: key($0)) != nil }
    #expect(kept == [0, 2, 3])
    #expect(content(cache.frame(for: key(3))) == content(frames[3]))
    #expect(cache.frame(for: PayloadFrameCache.Key(segment: 2, frame: 3)) == nil)
  }

  @Test func `a frame longer than the cache is kept alone`() throws {
    let cache = PayloadFrameCache(byteLimit: 10)
    for number in 0..<3 {
      cache.keep(try frame(of: number), for: key(number))
      let kept = (0..<3).filter { cache.frame(for: key($0)) != nil }
      #expect(kept == [number])
    }
  }

  @Test func `a frame kept twice counts once`() throws {
    let frames = try (0..<2).map { try frame(of: $0) }
    let cache = PayloadFrameCache(byteLimit: frames[0].byteCount * 2)
    for _ in 0..<5 { cache.keep(frames[0], for: key(0)) }
    cache.keep(frames[1], for: key(1))
    #expect(cache.frame(for: key(0)) != nil)
  }

  private func key(_ frame: Int) -> PayloadFrameCache.Key {
    PayloadFrameCache.Key(segment: 1, frame: frame)
  }

  private func frame(of number: Int) throws -> PayloadFrame {
    var builder = PayloadFrameBuilder()
    let entry = [UInt8](repeating: UInt8(number), count: 100)
    let reader = ByteReader(entry.span)
    builder.append(reader.bytes)
    let made = builder.finish()
    return try PayloadFrame(made.bytes, entryCount: 1, admitsEmptyEntries: false)
  }

  private func content(_ frame: PayloadFrame?) -> [UInt8]? {
    guard let frame else { return nil }
    let content = frame.content
    return content.copied()
  }
}
