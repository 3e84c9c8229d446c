/// Room for one decoded block, made once a scan and used for block after block.
package struct BlockScratch: ~Copyable {
  var bytes = [UInt8](repeating: 0, count: BlockLimits.rowCount)
  var shorts = [UInt16](repeating: 0, count: BlockLimits.rowCount)
  var words = [UInt32](repeating: 0, count: BlockLimits.rowCount)
  var longs = [UInt64](repeating: 0, count: BlockLimits.rowCount)
  var doubles = [Double](repeating: 0, count: BlockLimits.rowCount)
  /// High parts narrower than a byte, before they are joined with the low ones.
  var high = [UInt8](repeating: 0, count: BlockLimits.rowCount)
  /// The values of runs, before they are laid out.
  var runValues = [UInt64](repeating: 0, count: BlockLimits.rowCount)

  package init() {}
}

/// A block of whole numbers or codes, a base and an unsigned offset for each row.
///
/// A row's value is `base &+ Int64(truncatingIfNeeded: offset)`: the addition wraps, so that a
/// block may reach from `Int64.min` to `Int64.max`. The offset of a null row is unspecified.
/// Decide the width once, then loop over the span: a call per row would not be inlined.
package struct IntegerBlock: ~Escapable {
  package let base: Int64
  package let offsets: BlockOffsets

  @_lifetime(copy offsets)
  init(base: Int64, offsets: consuming BlockOffsets) {
    self.base = base
    self.offsets = offsets
  }
}

/// An offset for each row of a block, in the narrowest type that holds them.
package enum BlockOffsets: ~Escapable {
  /// All are 0.
  case constant
  case byte(Swift.Span<UInt8>)
  case short(Swift.Span<UInt16>)
  case word(Swift.Span<UInt32>)
  case long(Swift.Span<UInt64>)
}
