import ByteCoding
import Testing

@Suite struct HashingTests {
  private func hash(_ bytes: [UInt8], seed: UInt64 = 0) -> UInt64 {
    let aligned = AlignedBytes(bytes)
    return xxHash64(aligned.bytes, seed: seed)
  }

  private func hash(_ text: String) -> UInt64 { hash(Array(text.utf8)) }

  @Test func `known texts have their published hashes`() {
    #expect(hash("") == 0xEF46_DB37_51D8_E999)
    #expect(hash("a") == 0xD24E_C4F1_A98C_6E5B)
    #expect(hash("abc") == 0x44BC_2CF5_AD77_0999)
    #expect(hash("Nobody inspects the spammish repetition") == 0xFBCE_A83C_8A37_8BF1)
  }

  /// The self-test of the reference implementation: a buffer from a fixed generator.
  private var sanityBuffer: [UInt8] {
    var generator: UInt64 = 2_654_435_761
    return (0..<101).map { _ in
      defer { generator = generator &* 11_400_714_785_074_694_797 }
      return UInt8(truncatingIfNeeded: generator >> 56)
    }
  }

  @Test(
    arguments: [
      (0, 0, 0xEF46_DB37_51D8_E999), (0, 2_654_435_761, 0xAC75_FDA2_929B_17EF),
      (1, 0, 0xE934_A84A_DB05_2768), (1, 2_654_435_761, 0x5014_6076_43A9_B4C3),
      (4, 0, 0x9136_A0DC_A574_57EE), (14, 0, 0x8282_DCC4_994E_35C8),
      (14, 2_654_435_761, 0xC3BD_6BF6_3DEB_6DF0), (101, 0, 0xA51E_A210_1B2D_114C),
      (101, 2_654_435_761, 0x6B38_A5BB_BA1F_049C),
    ] as [(Int, UInt64, UInt64)])
  func `prefixes of the reference buffer have their hashes`(
    count: Int, seed: UInt64, expected: UInt64
  ) {
    #expect(hash(Array(sanityBuffer[..<count]), seed: seed) == expected)
  }

  @Test func `mixing is the splitmix64 sequence`() {
    // The first outputs of the published generator for seed 0.
    #expect(mix64(0) == 0xE220_A839_7B1D_CDAF)
    #expect(mix64(0x9E37_79B9_7F4A_7C15) == 0x6E78_9E6A_A1B9_65F4)
  }
}

@Suite struct AlignedBytesTests {
  @Test(arguments: [0, 1, 63, 64, 65, 10_000])
  func `the first byte is at a multiple of 64`(count: Int) {
    let bytes = AlignedBytes([UInt8](repeating: 3, count: count))
    #expect(bytes.count == count)
    let address = unsafe bytes.bytes.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
    #expect(address % 64 == 0)
  }

  @Test func `elements are seen again through a typed view`() {
    let bytes = AlignedBytes([1, 2, 3] as [UInt64])
    #expect(bytes.count == 24)
    let view = Swift.Span<UInt64>(_bytes: bytes.bytes)
    let sum = view[0] + view[1] + view[2]
    #expect(sum == 6)
    let copy = AlignedBytes(bytes.bytes)
    #expect(copy.count == 24)
    #expect(AlignedBytes(zeroCount: 5).count == 5)
  }
}
