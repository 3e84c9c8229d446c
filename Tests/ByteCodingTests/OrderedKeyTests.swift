import ByteCoding
import TestSupport
import Testing

@Suite struct OrderedKeyTests {
  private struct Fields: Comparable {
    var small: UInt8
    var signed: Int64
    var large: UInt64
    var middle: UInt32
    var short: UInt16

    init(using random: inout SeededGenerator) {
      // Few distinct values, so that ties reach the later fields.
      small = UInt8.random(in: 0...1, using: &random)
      signed = [Int64.min, -1, 0, 1, Int64.max].randomElement(using: &random) ?? 0
      large = [0, 255, 256, UInt64.max].randomElement(using: &random) ?? 0
      middle = [0, 65_536, UInt32.max].randomElement(using: &random) ?? 0
      short = UInt16.random(in: 0...UInt16.max, using: &random)
    }

    init(small: UInt8, signed: Int64, large: UInt64, middle: UInt32, short: UInt16) {
      self.small = small
      self.signed = signed
      self.large = large
      self.middle = middle
      self.short = short
    }

    static func < (left: Fields, right: Fields) -> Bool {
      (left.small, left.signed, left.large, left.middle, left.short)
        < (right.small, right.signed, right.large, right.middle, right.short)
    }

    var key: OrderedKey {
      var key = OrderedKey()
      key.append(small)
      key.append(signed)
      key.append(large)
      key.append(middle)
      key.append(short)
      return key
    }
  }

  @Test func `keys sort as their fields do`() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<5_000 {
      let left = Fields(using: &random)
      let right = Fields(using: &random)
      let isLess = left.key.bytes.lexicographicallyPrecedes(right.key.bytes)
      #expect(isLess == (left < right), "seed \(seed)")
    }
  }

  @Test func `a key is read back field by field`() throws {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<100 {
      let fields = Fields(using: &random)
      var reader = OrderedKeyReader(fields.key.bytes)
      let back = Fields(
        small: try reader.readUInt8(), signed: try reader.readInt64(),
        large: try reader.readUInt64(), middle: try reader.readUInt32(),
        short: try reader.readUInt16())
      #expect(back == fields)
      #expect(reader.isAtEnd)
    }
  }

  @Test func `a key cut short is refused`() {
    var reader = OrderedKeyReader([1, 2, 3])
    #expect(throws: ByteCodingError.truncated(offset: 0, needed: 4)) { try reader.readUInt32() }
    #expect(reader.readRest() == [1, 2, 3])
    #expect(throws: ByteCodingError.truncated(offset: 3, needed: 1)) { try reader.readBytes(1) }
  }

  @Test func `the successor of a prefix bounds all that begin with it`() {
    var key = OrderedKey()
    key.append([1, 0xFF])
    #expect(key.successorOfPrefix == [2])
    key.append(UInt8(3))
    #expect(key.successorOfPrefix == [1, 0xFF, 4])
    var all = OrderedKey()
    all.append(UInt16.max)
    #expect(all.successorOfPrefix == nil)
  }
}
