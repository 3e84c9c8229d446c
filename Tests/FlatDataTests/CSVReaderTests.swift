import FlatData
import TestSupport
import Testing

@Suite struct CSVReaderTests {
  /// What a reader makes of a text: rows, and the lines of those that are none.
  struct Outcome: Equatable {
    var rows: [[String]] = []
    var lines: [Int] = []
    var malformed: [Int] = []
    var reasons: [String] = []
  }

  /// Reads a text that comes in chunks of a size.
  private func read(
    _ bytes: [UInt8], chunk: Int = .max, delimiter: UInt8 = UInt8(ascii: ","),
    rowByteLimit: Int = Limits.rowByteCount
  ) -> Outcome {
    var reader = CSVReader(delimiter: delimiter, rowByteLimit: rowByteLimit)
    var outcome = Outcome()
    func take() {
      while let item = reader.next() {
        switch item {
        case .row(let line):
          outcome.rows.append(reader.row.texts)
          outcome.lines.append(line)
        case .malformed(let line, let reason):
          outcome.malformed.append(line)
          outcome.reasons.append(reason)
        }
      }
    }
    var start = 0
    while start < bytes.count {
      let end = start + min(chunk, bytes.count - start)
      reader.append(Array(bytes[start..<end]))
      take()
      start = end
    }
    reader.finish()
    take()
    return outcome
  }

  private func read(_ text: String) -> Outcome { read(Array(text.utf8)) }

  @Test(arguments: [
    ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
    ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
    ("a,b\r\n1,2\r", [["a", "b"], ["1", "2"]]),
    ("\u{FEFF}a,b\n", [["a", "b"]]),
    ("\u{FEFF}\"a\",b\n", [["a", "b"]]),
    ("\"a,b\",\"c\"\"d\"\n", [["a,b", "c\"d"]]),
    ("\"two\r\nlines\",x\r\n", [["two\r\nlines", "x"]]),
    ("\"a\"", [["a"]]), ("\"\"\n", [[""]]), (",\n", [["", ""]]), ("a,", [["a", ""]]),
    ("5\" disk,x\n", [["5\" disk", "x"]]),
    ("a\n\n\r\nb\n", [["a"], ["b"]]),
    (" a , b \n", [[" a ", " b "]]),
    ("", []), ("\n", []), ("\u{FEFF}", []),
  ])
  func `rows are cut as RFC 4180 has them`(text: String, rows: [[String]]) {
    #expect(read(text) == Outcome(rows: rows, lines: read(text).lines))
  }

  @Test func `rows have the numbers of the lines that they begin on`() {
    let outcome = read("a,b\n\n\"x\ny\",2\n3,4\n")
    #expect(outcome.lines == [1, 3, 5])
  }

  @Test func `another separator leaves commas alone`() {
    let bytes = Array("a;\"b;c\"\n1,5;2\n".utf8)
    #expect(read(bytes, delimiter: UInt8(ascii: ";")).rows == [["a", "b;c"], ["1,5", "2"]])
    let tabs = Array("a\tb\n1,5\t2\n".utf8)
    #expect(read(tabs, delimiter: UInt8(ascii: "\t")).rows == [["a", "b"], ["1,5", "2"]])
  }

  @Test func `text behind a closing quote costs its line, and no other`() {
    let outcome = read("a,b\n\"x\"y,2\n3,4\n")
    #expect(outcome.rows == [["a", "b"], ["3", "4"]])
    #expect(outcome.malformed == [2])
    #expect(outcome.reasons == ["text follows a closing quote"])
  }

  @Test func `a quote that is never closed is told with what it took in`() {
    let outcome = read("a,b\n1,\"x\n3,4\n5,6\n")
    #expect(outcome.rows == [["a", "b"]])
    #expect(outcome.malformed == [2])
    #expect(outcome.reasons == ["a quote is not closed, and took in the 3 lines that follow"])
    #expect(read("a,\"b").reasons == ["a quote is not closed"])
  }

  @Test func `a row that is too long costs its line, and is not held`() {
    let long = String(repeating: "x", count: 200)
    let outcome = read(
      Array("a,b\n\(long),2\n3,4\n\"\(long)".utf8), chunk: 7, rowByteLimit: 100)
    #expect(outcome.rows == [["a", "b"], ["3", "4"]])
    #expect(outcome.malformed == [2, 4])
    #expect(outcome.reasons[0] == "the row is longer than 100 bytes")
    #expect(outcome.reasons[1] == "the row is longer than 100 bytes: is a quote not closed?")
  }

  @Test func `what was written is read, however it is cut into chunks`() {
    let seed = Soak.seed()
    var random = SeededGenerator(seed: seed)
    let pieces = ["a", ",", "\"", "\n", "\r\n", "", "é", " ", "漢", "0.5", ";", "\r"]
    for _ in Soak.rounds(200) {
      let rows = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        (0..<Int.random(in: 1...4, using: &random)).map { _ in
          (0..<Int.random(in: 0...3, using: &random)).map { _ in
            pieces[Int.random(in: 0..<pieces.count, using: &random)]
          }.joined()
        }
      }
      let bytes = Array(rows.map { written($0, &random) }.joined().utf8)
      for chunk in [1, 2, 3, 5, .max] {
        #expect(read(bytes, chunk: chunk).rows == rows, "seed \(seed)")
      }
    }
  }

  /// A row with quotes where there must be some, and here and there where there need not.
  private func written(_ fields: [String], _ random: inout SeededGenerator) -> String {
    let texts = fields.map { field in
      let needsQuotes = field.utf8.contains { ",\"\r\n".utf8.contains($0) } || fields == [""]
      guard needsQuotes || Bool.random(using: &random) else { return field }
      return "\""
        + field.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\"\"") + "\""
    }
    return texts.joined(separator: ",") + (Bool.random(using: &random) ? "\n" : "\r\n")
  }

  @Test func `any bytes are read the same, however they are cut into chunks`() {
    let seed = Soak.seed()
    var random = SeededGenerator(seed: seed)
    let alphabet = Array("ab,\"\n\r".utf8) + [0xEF, 0xBB, 0xBF, 0x00, 0xFF]
    for _ in Soak.rounds(300) {
      let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }
      let whole = read(bytes, rowByteLimit: 12)
      for chunk in 1...4 {
        #expect(read(bytes, chunk: chunk, rowByteLimit: 12) == whole, "seed \(seed)")
      }
    }
  }
}
