/// A column of dictionary codes, lent in place: one unsigned code a row, in the narrowest width
/// that holds them.
///
/// Decide the width once, then loop over the span: the views inline across modules, a call per
/// row would not. The code of a null row is unspecified; ask the column's validity.
package enum CodeColumn: ~Escapable {
  case narrow(Swift.Span<UInt8>)
  case medium(Swift.Span<UInt16>)
  case wide(Swift.Span<UInt32>)
}

/// A column of integers, lent in place: a base and one unsigned offset a row.
///
/// A row's value is `base &+ Int64(truncatingIfNeeded: offset)`: the addition wraps, so that a
/// column may reach from `Int64.min` to `Int64.max`. The offset of a null row is unspecified.
package struct IntegerColumn: ~Escapable {
  /// What every offset counts from.
  package let base: Int64
  /// One offset a row.
  package let offsets: Offsets

  @_lifetime(copy offsets)
  package init(base: Int64, offsets: consuming Offsets) {
    self.base = base
    self.offsets = offsets
  }

  /// Offsets in the narrowest width that holds them.
  package enum Offsets: ~Escapable {
    case byte(Swift.Span<UInt8>)
    case short(Swift.Span<UInt16>)
    case word(Swift.Span<UInt32>)
    case long(Swift.Span<UInt64>)
  }
}
