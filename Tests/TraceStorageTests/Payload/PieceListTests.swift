import ByteCoding
import Testing

@testable import TraceStorage

/// Lists of pieces that nobody wrote are refused.
@Suite struct PieceListTests {
  @Test func `a list is read as it was built`() throws {
    var builder = PieceListBuilder()
    builder.append(literal: Array("[".utf8).span)
    builder.append(piece: 4)
    let isSeparator = builder.isSeparator(Array(", ".utf8).span)
    #expect(isSeparator)
    for piece in [5, 6, 9] { builder.append(piece: piece, isSeparated: true) }
    builder.append(literal: Array("]".utf8).span)
    let list = try read(builder.finish(byteCount: 99), pieceCount: 10)
    #expect(list.byteCount == 99)
    #expect(list.separator == Array(", ".utf8))
    #expect(
      list.parts.map { "\($0)" } == [
        "literal([91])", "run(Range(4..<5), isSeparated: false)",
        "run(Range(5..<7), isSeparated: true)", "run(Range(9..<10), isSeparated: true)",
        "literal([93])",
      ])
  }

  @Test(
    arguments: [
      ("a piece past the end", [100, 0, 1 << 2 | 1, 10 << 1]),
      ("a run past the end", [100, 0, 3 << 2 | 1, 8 << 1]),
      ("a run before the first", [100, 0, 1 << 2 | 1, 1]),
      ("a run of a count that overflows", [100, 0, UInt64.max & ~3 | 1, 0]),
      ("a start that overflows", [100, 0, 2 << 2 | 1, 0, 1 << 2 | 1, .max - 1]),
      ("a run of none", [100, 0, 1, 0]),
      ("an operation of no kind", [100, 0, 1 << 2 | 3, 0]),
      ("a literal past the end", [100, 0, 5 << 2, 1]),
      ("a literal of a count that overflows", [100, 0, UInt64.max & ~3, 1]),
      ("more pieces than bytes", [4, 0, 5 << 2 | 1, 0]),
      ("more bytes than bytes", [1, 0, 2 << 2, 65, 66]),
      ("a length of terabytes", [1 << 42, 0, 1 << 2 | 1, 0]),
      ("a length that overflows", [.max, 0, 1 << 2 | 1, 0]),
      ("a separator past the end", [100, 9, 1]),
      ("no start", [100, 0, 1 << 2 | 1]),
      ("nothing", []),
    ] as [(String, [UInt64])])
  func `what does not add up is refused`(what: String, numbers: [UInt64]) {
    var writer = ByteWriter()
    for number in numbers { writer.writeVarint(number) }
    #expect(throws: ByteCodingError.self, "\(what)") { try read(writer.bytes, pieceCount: 10) }
  }

  @Test(
    arguments: [
      ("pieces, but no block", [1, 0, 0]),
      ("a block without frames", [0, 0, 1, 0]),
      ("fewer frames than of pieces", [2, 0, 1, 1, 5, 9, 9]),
      ("a frame without entries", [0, 0, 1, 1, 0, 9, 9]),
      ("more entries than bytes", [0, 0, 1, 1, 10, 9, 9]),
      ("a frame of terabytes", [0, 0, 1, 1, 5, 1 << 42, 9]),
      ("a frame of pieces of gigabytes", [1, 1, 1, 1, 5, 1 << 30, 9]),
      ("a count that overflows", [0, 0, 1, 1, .max, .max, .max]),
      ("a count of terabytes", [0, 0, 1 << 42]),
      ("more behind the last frame", [0, 0, 1, 1, 5, 9, 9, 0]),
      ("nothing", []),
    ] as [(String, [UInt64])])
  func `directories that do not add up are refused`(what: String, numbers: [UInt64]) {
    var writer = ByteWriter()
    for number in numbers { writer.writeVarint(number) }
    #expect(throws: ByteCodingError.self, "\(what)") {
      try PayloadDirectory(reading: writer.bytes)
    }
  }

  private func read(_ bytes: [UInt8], pieceCount: Int) throws(ByteCodingError) -> PieceList {
    let reader = ByteReader(bytes.span)
    return try PieceList(reader.bytes, pieceCount: pieceCount)
  }
}
