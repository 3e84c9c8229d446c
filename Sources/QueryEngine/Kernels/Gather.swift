import Columns

/// The values of the given rows, in their order.
func gather(_ column: borrowing IntegerColumn, rows: Swift.Span<UInt32>) -> [Int64] {
  let base = column.base
  switch column.offsets {
  case .byte(let offsets): return gather(offsets, base: base, rows: rows)
  case .short(let offsets): return gather(offsets, base: base, rows: rows)
  case .word(let offsets): return gather(offsets, base: base, rows: rows)
  case .long(let offsets): return gather(offsets, base: base, rows: rows)
  }
}

private func gather<Offset: FixedWidthInteger & UnsignedInteger>(
  _ offsets: Swift.Span<Offset>, base: Int64, rows: Swift.Span<UInt32>
) -> [Int64] {
  var values = [Int64](repeating: 0, count: rows.count)
  var target = values.mutableSpan
  for index in rows.indices {
    target[index] = base &+ Int64(truncatingIfNeeded: offsets[Int(rows[index])])
  }
  return values
}

/// The codes of the given rows, in their order.
func gather(_ column: borrowing CodeColumn, rows: Swift.Span<UInt32>) -> [UInt32] {
  switch column {
  case .narrow(let codes): return gather(codes, rows: rows)
  case .medium(let codes): return gather(codes, rows: rows)
  case .wide(let codes): return gather(codes, rows: rows)
  }
}

private func gather<Code: FixedWidthInteger & UnsignedInteger>(
  _ codes: Swift.Span<Code>, rows: Swift.Span<UInt32>
) -> [UInt32] {
  var values = [UInt32](repeating: 0, count: rows.count)
  var target = values.mutableSpan
  for index in rows.indices {
    target[index] = UInt32(truncatingIfNeeded: codes[Int(rows[index])])
  }
  return values
}

func gather(_ values: Swift.Span<Double>, rows: Swift.Span<UInt32>) -> [Double] {
  var gathered = [Double](repeating: 0, count: rows.count)
  var target = gathered.mutableSpan
  for index in rows.indices { target[index] = values[Int(rows[index])] }
  return gathered
}

/// Whether each of the given rows has its bit set; nil when all have.
func gatherBits(_ words: Swift.Span<UInt64>, rows: Swift.Span<UInt32>) -> [Bool]? {
  var flags = [Bool](repeating: true, count: rows.count)
  var target = flags.mutableSpan
  var all: UInt64 = 1
  for index in rows.indices {
    let row = rows[index]
    let bit = words[Int(row >> 6)] &>> UInt64(row & 63) & 1
    target[index] = bit == 1
    all &= bit
  }
  return all == 1 ? nil : flags
}
