import Foundation
import LineEditor
import Testing

/// All events up to and with the end of input, or the error that came first.
private func events(_ input: [UInt8], lineByteLimit: Int = 1_000) throws -> [LineEvent] {
  let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  try Data(input).write(to: file)
  defer { try? FileManager.default.removeItem(at: file) }
  let handle = try FileHandle(forReadingFrom: file)
  defer { try? handle.close() }
  var reader = PlainReader(descriptor: handle.fileDescriptor, lineByteLimit: lineByteLimit)
  var events: [LineEvent] = []
  repeat { events.append(try reader.readLine()) } while events.last != .endOfInput
  return events
}

@Test(
  arguments: [
    ("", []), ("a", ["a"]), ("a\n", ["a"]), ("a\nb", ["a", "b"]), ("\n\n", ["", ""]),
    ("a\r\nb\r\n", ["a", "b"]), ("日本\n🙂", ["日本", "🙂"]),
  ] as [(String, [String])])
func `lines end at a line feed, the last one at the end`(_ input: String, _ lines: [String]) throws
{
  #expect(try events(Array(input.utf8)) == lines.map(LineEvent.line) + [.endOfInput])
}

@Test func `lines longer than the reader's chunks arrive whole`() throws {
  let long = String(repeating: "x", count: 300_000)
  let input = "short\n\(long)\nshort\n\(long)"
  let expected = ["short", long, "short", long].map(LineEvent.line) + [.endOfInput]
  #expect(try events(Array(input.utf8), lineByteLimit: 300_000) == expected)
}

@Test func `input without line feeds is refused, not swallowed`() {
  let input = [UInt8](repeating: 0, count: 1_000_000)
  #expect(throws: LineEditorError.lineTooLong(byteLimit: 100_000)) {
    try events(input, lineByteLimit: 100_000)
  }
}

@Test func `bytes that are not UTF-8 are replaced`() throws {
  #expect(try events([0x61, 0xFF, 0x0A]) == [.line("a\u{FFFD}"), .endOfInput])
}

@Test func `a closed input is an error`() {
  var reader = PlainReader(descriptor: -1)
  do throws(LineEditorError) {
    let event = try reader.readLine()
    Issue.record("read \(event)")
  } catch {
    #expect(error == .unreadable(errno: EBADF))
  }
}

@Test func `without a terminal the editor is a plain reader`() throws {
  let pipe = Pipe()
  try pipe.fileHandleForWriting.write(contentsOf: Data("stage=tool\n".utf8))
  try pipe.fileHandleForWriting.close()
  var configuration = LineEditor.Configuration()
  configuration.input = pipe.fileHandleForReading.fileDescriptor
  let editor = LineEditor(configuration)
  #expect(!editor.isInteractive)
  #expect(try editor.readLine() == .line("stage=tool"))
  #expect(try editor.readLine() == .endOfInput)
}
