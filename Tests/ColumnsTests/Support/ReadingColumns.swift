import Columns

// Columns read back through their views, in each of the ways that there are. `#expect` cannot hold
// a view, so these read through one and return plain values.

/// Rows with values, and what is left when the others are gone.
struct PresentRows {
  var rows: [UInt32] = []
  var words: [UInt64]?

  init<Value>(of values: [Value?]) {
    var bitmap = Bitmap(count: values.count)
    for (row, value) in values.enumerated() where value != nil {
      rows.append(UInt32(row))
      bitmap[row] = true
    }
    words = rows.count == values.count ? nil : bitmap.words
  }
}

/// How a test reads a column.
enum Reading: CaseIterable {
  case blocks, places, gathering, gatheringFew, oneByOne, neighbours
}

func encode(_ values: [Int64?]) -> ColumnBody {
  .integers(values.compactMap { $0 }, rows: PresentRows(of: values).rows, rowCount: values.count)
}

func encode(_ values: [Double?]) -> ColumnBody {
  .doubles(values.compactMap { $0 }, rows: PresentRows(of: values).rows, rowCount: values.count)
}

/// The whole numbers of a column; nil in rows that have none.
func decode(
  _ bytes: [UInt8], like values: [Int64?], _ reading: Reading
) throws -> [Int64?] {
  let present = PresentRows(of: values)
  var result = [Int64?](repeating: nil, count: values.count)
  var scratch = BlockScratch()
  // Safe: the bytes of an array of bytes are all initialised.
  let raw = unsafe bytes.span.bytes
  let column = try EncodedColumn(
    raw, rowCount: values.count, presence: present.words?.span, holdsDoubles: false)
  switch reading {
  case .blocks:
    for index in column.headers.indices {
      let block = column.integers(ofBlock: index, &scratch)
      for row in column.rows(ofBlock: index) where values[row] != nil {
        result[row] = block.value(at: row % BlockLimits.rowCount)
      }
    }
  case .places:
    // Reading a place among steps adds up all before it, so not every row is read.
    result = values
    for row in present.rows.enumerated().filter({ $0.offset % 41 == 0 }).map({ Int($0.element) }) {
      result[row] = column.integer(
        inBlock: row / BlockLimits.rowCount, at: column.place(ofRow: row))
    }
  case .oneByOne:
    result = values
    let rows = present.rows.enumerated().filter { $0.offset % 41 == 0 }.map(\.element)
    for (row, number) in zip(rows, column.integers(ofFew: rows.span)) { result[Int(row)] = number }
  case .neighbours:
    var room = [Int64](repeating: 0, count: 700)
    var target = room.mutableSpan
    for index in column.headers.indices {
      let rows = present.rows.map { Int($0) }.filter { $0 / BlockLimits.rowCount == index }
      // Stretches that begin at the block's first value and others.
      for start in stride(from: 0, to: rows.count, by: 700) {
        let places = start..<min(start + 700, rows.count)
        column.read(places, ofBlock: index, into: &target)
        for place in places { result[rows[place]] = target[place - start] }
      }
    }
  case .gathering, .gatheringFew:
    let step = reading == .gathering ? 1 : 37
    let rows = present.rows.enumerated().filter { $0.offset % step == 0 }.map(\.element)
    var gathered = [Int64](repeating: 0, count: rows.count)
    var target = gathered.mutableSpan
    column.gather(rows.span, into: &target, &scratch)
    for (place, row) in rows.enumerated() { result[Int(row)] = gathered[place] }
    if reading == .gatheringFew {
      for row in present.rows where result[Int(row)] == nil {
        result[Int(row)] = values[Int(row)]
      }
    }
  }
  return result
}

/// The bits of the doubles of a column; nil in rows that have none.
func decode(
  _ bytes: [UInt8], like values: [Double?], _ reading: Reading
) throws -> [UInt64?] {
  let present = PresentRows(of: values)
  var result = [UInt64?](repeating: nil, count: values.count)
  var scratch = BlockScratch()
  // Safe: the bytes of an array of bytes are all initialised.
  let raw = unsafe bytes.span.bytes
  let column = try EncodedColumn(
    raw, rowCount: values.count, presence: present.words?.span, holdsDoubles: true)
  switch reading {
  case .blocks:
    for index in column.headers.indices {
      let block = column.doubles(ofBlock: index, &scratch)
      for row in column.rows(ofBlock: index) where values[row] != nil {
        result[row] = block[row % BlockLimits.rowCount].bitPattern
      }
    }
  case .places:
    for row in present.rows.map({ Int($0) }) {
      result[row] =
        column.double(inBlock: row / BlockLimits.rowCount, at: column.place(ofRow: row))
        .bitPattern
    }
  case .oneByOne, .neighbours:
    let doubles = column.doubles(ofFew: present.rows.span)
    for (row, double) in zip(present.rows, doubles) { result[Int(row)] = double.bitPattern }
  case .gathering, .gatheringFew:
    var gathered = [Double](repeating: 0, count: present.rows.count)
    var target = gathered.mutableSpan
    column.gather(present.rows.span, into: &target, &scratch)
    for (place, row) in present.rows.enumerated() {
      result[Int(row)] = gathered[place].bitPattern
    }
  }
  return result
}

/// The encodings of a column's blocks.
func encodings(of bytes: [UInt8], rowCount: Int) -> [BlockEncoding?] {
  // Safe: the bytes of an array of bytes are all initialised.
  let raw = unsafe bytes.span.bytes
  let headers = Swift.Span<BlockHeader>(
    _bytes: raw.extracting(
      first: BlockLimits.blockCount(ofRows: rowCount) * BlockHeader.byteCount))
  return headers.indices.map { headers[$0].encoding }
}

extension IntegerBlock {
  /// The value of one row.
  func value(at row: Int) -> Int64 {
    switch offsets {
    case .constant: base
    case .byte(let offsets): base &+ Int64(offsets[row])
    case .short(let offsets): base &+ Int64(offsets[row])
    case .word(let offsets): base &+ Int64(offsets[row])
    case .long(let offsets): base &+ Int64(bitPattern: offsets[row])
    }
  }
}
