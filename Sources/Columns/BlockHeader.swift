/// How a block's values are stored.
///
/// The raw values are part of the file format.
package enum BlockEncoding: UInt8, Hashable, Sendable, CaseIterable {
  /// Every value is `least`; no body.
  case constant = 0
  /// Offsets from `least` in planes of `width` bits.
  case packed = 1
  /// Runs of equal values: the end of each run, then the runs' values, packed.
  case runs = 2
  /// Runs of which each value is the last one's plus one: the end of each run.
  case countingRuns = 3
  /// The first value, then the differences from one to the next, packed.
  case delta = 4
  /// Doubles by their bits.
  case doubles = 5
  /// Doubles that are whole numbers over a power of ten, packed, with exceptions.
  case decimals = 6

  /// Whether the values are doubles.
  package var holdsDoubles: Bool { self == .doubles || self == .decimals }
}

/// What stands before the blocks of a column, 32 bytes for each: how the block is stored, and what
/// a scan has to know to pass it by.
package struct BlockHeader: BitwiseCopyable, Hashable, Sendable {
  /// The least value; of doubles, the bits of the least finite one.
  ///
  /// 0 when there is no value.
  package var least: Int64 = 0
  /// The greatest value, likewise.
  package var greatest: Int64 = 0
  /// Which values occur.
  ///
  /// Of whole numbers bit `v - least`, when `greatest - least` is below 64; else 0, which says
  /// nothing. Of doubles, bit 0 when some are finite, bit 1 when some are not.
  package var mask: UInt64 = 0
  /// Where the body begins, in bytes from the end of the headers; a multiple of 8.
  var offset: UInt32 = 0
  var encodingCode: UInt8 = BlockEncoding.constant.rawValue
  /// Bits of a packed offset: one of `PlaneWidth.all`.
  var width: UInt8 = 0
  /// Values stored: rows that have one.
  var storedCount: UInt16 = 0

  /// Bytes of a header.
  package static let byteCount = 32

  package var encoding: BlockEncoding? { BlockEncoding(rawValue: encodingCode) }
  package var valueCount: Int { Int(storedCount) }
  /// Whether all values are one and the same.
  package var isConstant: Bool { encodingCode == BlockEncoding.constant.rawValue }
}

/// The rows of a block.
package enum BlockLimits {
  /// A vector of 2,048 rows: eight bytes each are 16 KiB, half of a first-level cache, and a zone
  /// of which a selective filter passes many by.
  package static let rowCount = 2_048
  /// Words of a block's bitmap.
  package static let wordCount = rowCount / 64

  /// Blocks of so many rows.
  package static func blockCount(ofRows rows: Int) -> Int {
    (rows + rowCount - 1) / rowCount
  }
}

/// Stored bytes are not a column.
package struct ColumnDamage: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }
}
