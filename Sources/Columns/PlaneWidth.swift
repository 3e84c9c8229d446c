/// Widths in bits of packed offsets, and how they are split into planes.
///
/// A packed offset is a low part of whole bytes and a high part of fewer bits, each kept in a plane
/// of its own: 35 bits are a plane of 32 and one of 4. So both packing and unpacking are loops over
/// whole elements with shifts that do not depend on the row, which compilers turn into vector
/// instructions, and one row's offset is two loads; bits packed end to end would save 1 bit a value
/// on average and lose both.
package struct PlaneWidth: Hashable, Sendable {
  /// Bits of the low part: 0, 8, 16, 32 or 64.
  package let low: Int
  /// Bits of the high part: 0, 1, 2, 4, 8 or 16.
  package let high: Int

  /// Bits of both.
  package var bits: Int { low + high }

  /// Every width, ascending.
  package static let all: [Int] = [
    1, 2, 4, 8, 9, 10, 12, 16, 17, 18, 20, 24, 32, 33, 34, 36, 40, 48, 64,
  ]

  /// A stored width; nil when there is none of so many bits.
  package init?(bits: Int) {
    switch bits {
    case 1, 2, 4: (low, high) = (0, bits)
    case 8, 16, 32, 64: (low, high) = (bits, 0)
    case 9, 10, 12: (low, high) = (8, bits - 8)
    case 17, 18, 20, 24: (low, high) = (16, bits - 16)
    case 33, 34, 36, 40, 48: (low, high) = (32, bits - 32)
    default: return nil
    }
  }

  /// The narrowest width that holds an offset.
  package init(holding offset: UInt64) {
    let needed = max(1, 64 - offset.leadingZeroBitCount)
    let bits = Self.all.first { $0 >= needed } ?? 64
    self = PlaneWidth(bits: bits) ?? Self.widest
  }

  private init(low: Int, high: Int) {
    self.low = low
    self.high = high
  }

  private static let widest = PlaneWidth(low: 64, high: 0)

  /// Bytes of the low plane of so many values, a multiple of 8.
  func lowByteCount(_ count: Int) -> Int { roundedToWord(count * low / 8) }

  /// Bytes of the high plane of so many values, a multiple of 8.
  func highByteCount(_ count: Int) -> Int {
    high >= 8 ? roundedToWord(count * high / 8) : high == 0 ? 0 : highStride(count)
  }

  /// Bytes of both planes of so many values.
  package func byteCount(_ count: Int) -> Int { lowByteCount(count) + highByteCount(count) }

  /// Where the high part is narrower than a byte: value `i` is in byte `i % stride`, shifted by
  /// `i / stride` times its bits.
  func highStride(_ count: Int) -> Int {
    let perByte = 8 / max(1, high)
    return roundedToWord((count + perByte - 1) / perByte)
  }
}

/// Up to the next multiple of 8.
func roundedToWord(_ count: Int) -> Int { (count + 7) & ~7 }
