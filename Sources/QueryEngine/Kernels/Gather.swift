import Columns

/// The whole numbers of the given rows, which ascend.
func gatherIntegers(
  _ column: borrowing EncodedColumn, rows: Swift.Span<UInt32>, _ scratch: inout BlockScratch
) -> [Int64] {
  var values = [Int64](repeating: 0, count: rows.count)
  var target = values.mutableSpan
  column.gather(rows, into: &target, &scratch)
  return values
}

/// The codes of the given rows, which ascend.
func gatherCodes(
  _ column: borrowing EncodedColumn, rows: Swift.Span<UInt32>, _ scratch: inout BlockScratch
) -> [UInt32] {
  var values = [UInt32](repeating: 0, count: rows.count)
  var target = values.mutableSpan
  column.gather(rows, into: &target, &scratch)
  return values
}

/// The doubles of the given rows, which ascend.
func gatherDoubles(
  _ column: borrowing EncodedColumn, rows: Swift.Span<UInt32>, _ scratch: inout BlockScratch
) -> [Double] {
  var values = [Double](repeating: 0, count: rows.count)
  var target = values.mutableSpan
  column.gather(rows, into: &target, &scratch)
  return values
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
