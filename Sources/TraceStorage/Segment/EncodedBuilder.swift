import Columns
import Scanning

/// A gathered column as bytes: what can be made of it without looking at the segment's others.
struct EncodedBuilder: Sendable {
  /// The texts or attribute values that codes stand for.
  struct Dictionary: Sendable {
    let encoding: ChunkEncoding
    let parts: [DictionaryPart]
    let entryCount: Int
  }

  let id: ColumnID
  let form: ColumnSummary.Form
  let rows: [UInt32]
  let body: ColumnBody
  /// Nil for numbers.
  let dictionary: Dictionary?

  /// Encodes a column that is not a payload.
  init(_ builder: ColumnBuilder, rowCount: Int) {
    id = builder.id
    rows = builder.rows
    switch builder.values {
    case .integers(let values):
      form = .integers
      body = .integers(values, rows: rows, rowCount: rowCount)
      dictionary = nil
    case .doubles(let values):
      form = .doubles
      body = .doubles(values, rows: rows, rowCount: rowCount)
      dictionary = nil
    case .strings(let codes, let interner, _):
      let sorted = SortedEntries(interner.strings.map { Array($0.utf8) })
      form = .codes
      body = .integers(sorted.ranks(of: codes), rows: rows, rowCount: rowCount)
      dictionary = sorted.dictionary(.strings)
    case .encoded(let codes, let interner):
      let sorted = SortedEntries(interner.values)
      form = .codes
      body = .integers(sorted.ranks(of: codes), rows: rows, rowCount: rowCount)
      dictionary = sorted.dictionary(.values)
    }
  }
}

/// The entries of a dictionary in the order of their bytes, and where each one went.
private struct SortedEntries {
  private let entries: [[UInt8]]
  /// By the number that an entry had before.
  private let ranks: [Int64]

  init(_ unsorted: [[UInt8]]) {
    // Most entries differ within eight bytes, which compare as one number.
    let order = unsorted.enumerated().map { (number: $0, prefix: prefix(of: $1)) }.sorted {
      $0.prefix != $1.prefix
        ? $0.prefix < $1.prefix
        : unsorted[$0.number].lexicographicallyPrecedes(unsorted[$1.number])
    }
    var ranks = [Int64](repeating: 0, count: unsorted.count)
    for (rank, entry) in order.enumerated() { ranks[entry.number] = Int64(rank) }
    self.ranks = ranks
    entries = order.map { unsorted[$0.number] }
  }

  func ranks(of codes: [UInt32]) -> [Int64] { codes.map { ranks[Int($0)] } }

  func dictionary(_ encoding: ChunkEncoding) -> EncodedBuilder.Dictionary {
    EncodedBuilder.Dictionary(
      encoding: encoding, parts: DictionaryPart.parts(of: entries), entryCount: entries.count)
  }
}

/// The first eight bytes as a number whose order is theirs; zeros stand for what is missing.
private func prefix(of bytes: [UInt8]) -> UInt64 {
  var prefix: UInt64 = 0
  for index in 0..<min(8, bytes.count) {
    prefix |= UInt64(bytes[index]) << UInt64(56 - index * 8)
  }
  return prefix
}
