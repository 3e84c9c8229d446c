/// Cells of about equal relative width on the axis of the keys, 64 for each doubling, so that a
/// histogram of any distribution has narrow cells where its values are.
///
/// A key is a number as an integer that orders as the number does. Cells ascend with the keys.
protocol KeyScale {
  /// Cells for the keys from 0 on; as many are for those below.
  static var halfCount: Int { get }
  /// The cell, from 0 on, of a key that is not negative.
  static func cell(ofMagnitude magnitude: Int64) -> Int
  /// The keys of such a cell.
  static func magnitudes(ofCell cell: Int) -> ClosedRange<Int64>
}

extension KeyScale {
  static var cellCount: Int { 2 * halfCount }

  @inline(__always)
  static func cell(of key: Int64) -> Int {
    // All ones for negative keys, whose cells mirror those of their complements: no branch.
    let sign = key &>> 63
    return halfCount &+ (cell(ofMagnitude: key ^ sign) ^ Int(truncatingIfNeeded: sign))
  }

  static func keys(ofCell cell: Int) -> ClosedRange<Int64> {
    if cell >= halfCount { return magnitudes(ofCell: cell - halfCount) }
    let range = magnitudes(ofCell: halfCount - 1 - cell)
    return ~range.upperBound ... ~range.lowerBound
  }
}

/// The scale of whole numbers: below 128 a cell is one number.
enum WholeKeyScale: KeyScale {
  static let halfCount = 58 * 64

  @inline(__always)
  static func cell(ofMagnitude magnitude: Int64) -> Int {
    // The six bits after the leading one; setting bit 6 makes the shift 0 below 128.
    let shift = 57 &- (magnitude | 64).leadingZeroBitCount
    return shift &<< 6 &+ Int(truncatingIfNeeded: magnitude &>> Int64(shift))
  }

  static func magnitudes(ofCell cell: Int) -> ClosedRange<Int64> {
    guard cell >= 128 else { return Int64(cell)...Int64(cell) }
    let shift = Int64(cell / 64 - 1)
    let low = Int64(cell % 64 + 64) << shift
    return low...(low + (1 << shift - 1))
  }
}

/// The scale of doubles by their ordered keys, whose leading bits are exponent and mantissa.
///
/// From 2^-32 to 2^32 a doubling has 64 cells; what is nearer to zero shares one cell, what is
/// farther another.
enum DoubleKeyScale: KeyScale {
  static let halfCount = 64 * 64

  /// A cell's keys differ in the lower 46 bits of the mantissa.
  private static let shift: Int64 = 46
  /// The leading bits of 2^-32.
  private static let first = (1_023 - 32) << 6

  @inline(__always)
  static func cell(ofMagnitude magnitude: Int64) -> Int {
    let leading = Int(truncatingIfNeeded: magnitude &>> shift) &- first
    return max(0, min(leading, halfCount &- 1))
  }

  static func magnitudes(ofCell cell: Int) -> ClosedRange<Int64> {
    let low = cell == 0 ? 0 : Int64(first + cell) << shift
    let high = cell == halfCount - 1 ? .max : (Int64(first + cell + 1) << shift) - 1
    return low...high
  }
}
