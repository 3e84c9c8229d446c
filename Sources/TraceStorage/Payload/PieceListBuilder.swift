import ByteCoding

/// Writes one text as a list of pieces and of bytes as they are.
///
///     length of the text varint · separator, varint count and bytes · operations to the end:
///       varint 4n      n bytes follow as they are
///       varint 4n + 1  n pieces of consecutive numbers; then the first, zigzag, counted from the
///                      number behind the run before
///       varint 4n + 2  the same, the separator before each of them
///
/// A history is mostly one run: its messages got their numbers in order, and what stands between
/// two messages is the same throughout.
struct PieceListBuilder {
  private var separator: [UInt8] = []
  private var operations = ByteWriter()
  private var literal = ByteWriter()
  private var run: (first: Int, count: Int, isSeparated: Bool)?
  /// The number behind the last run written.
  private var nextPiece = 0

  /// Adds bytes as they are.
  mutating func append(literal bytes: Swift.Span<UInt8>) {
    guard !bytes.isEmpty else { return }
    endRun()
    literal.write(ByteReader(bytes).bytes)
  }

  /// Adds a piece.
  mutating func append(piece: Int, isSeparated: Bool = false) {
    endLiteral()
    if let known = run, known.first + known.count == piece, known.isSeparated == isSeparated {
      run?.count += 1
    } else {
      endRun()
      run = (piece, 1, isSeparated)
    }
  }

  /// Whether bytes can be the separator; they are from then on if they can.
  mutating func isSeparator(_ gap: Swift.Span<UInt8>) -> Bool {
    guard !gap.isEmpty, gap.count <= PayloadLimits.separatorGreatestByteCount else { return false }
    if separator.isEmpty {
      separator = ByteReader(gap).bytes.copied()
      return true
    }
    guard gap.count == separator.count else { return false }
    for index in gap.indices where gap[index] != separator[index] { return false }
    return true
  }

  /// The list, of a text of so many bytes.
  consuming func finish(byteCount: Int) -> [UInt8] {
    endLiteral()
    endRun()
    var writer = ByteWriter(capacity: operations.byteCount + 16)
    writer.writeVarint(UInt64(byteCount))
    writer.writePrefixed(separator)
    writer.write(operations.bytes)
    return writer.bytes
  }

  private mutating func endLiteral() {
    guard literal.byteCount > 0 else { return }
    operations.writeVarint(UInt64(literal.byteCount) << 2)
    operations.write(literal.bytes)
    literal.removeAll()
  }

  private mutating func endRun() {
    guard let run else { return }
    operations.writeVarint(UInt64(run.count) << 2 | (run.isSeparated ? 2 : 1))
    operations.writeZigZag(Int64(run.first - nextPiece))
    nextPiece = run.first + run.count
    self.run = nil
  }
}
