import OTLP
import Testing

/// What a stream gives when it is fed in chunks of a size: `line: text`, or `line! ` for a
/// rejection.
private func items(
  _ text: String, chunkByteCount: Int = 1 << 20, limit: Int = Limits.messageByteCount
) -> [String] {
  var stream = MessageStream(messageByteLimit: limit)
  var items: [String] = []
  func drain() {
    while let item = stream.next() {
      switch item {
      case .message(let message):
        items.append("\(message.line): \(String(decoding: message.bytes, as: UTF8.self))")
      case .rejected(let line, let error): items.append("\(line)! \(error)")
      }
    }
  }
  var rest = Array(text.utf8)[...]
  while !rest.isEmpty {
    stream.append(Array(rest.prefix(chunkByteCount)))
    rest = rest.dropFirst(chunkByteCount)
    drain()
  }
  stream.finish()
  drain()
  return items
}

struct MessageStreamTests {
  @Test(arguments: [1, 2, 3, 7, 1 << 20])
  func `every line is a message, whatever the chunks`(_ chunkByteCount: Int) {
    #expect(
      items("{\"a\":1}\n\n  \t\r\n{}\r\nnot json\n{\"b\"", chunkByteCount: chunkByteCount)
        == ["1: {\"a\":1}", "4: {}\r", "5: not json", "6: {\"b\""])
  }

  @Test(arguments: ["", "\n", " \r\n\n", "\u{FEFF}", "\u{FEFF}\n"])
  func `nothing holds no messages`(_ text: String) {
    #expect(items(text).isEmpty)
  }

  @Test(arguments: [1, 5, 1 << 20])
  func `a last line without a line feed counts`(_ chunkByteCount: Int) {
    #expect(items("{}\n{\"x\":2}", chunkByteCount: chunkByteCount) == ["1: {}", "2: {\"x\":2}"])
    #expect(items("{}", chunkByteCount: chunkByteCount) == ["1: {}"])
  }

  @Test(arguments: [1, 4, 1 << 20])
  func `one message may span many lines`(_ chunkByteCount: Int) {
    let document = "{\n  \"a\": [\n    1\n  ]\n}"
    #expect(items(document, chunkByteCount: chunkByteCount) == ["1: " + document])
    #expect(
      items("\n\n" + document + "\n\n", chunkByteCount: chunkByteCount)
        == ["3: " + document + "\n\n"])
    #expect(items("\u{FEFF}" + document, chunkByteCount: chunkByteCount) == ["1: " + document])
  }

  @Test(arguments: [1, 6, 1 << 20])
  func `a first line cut short does not spoil the others`(_ chunkByteCount: Int) {
    #expect(
      items("{\"a\":\"cut\n{\"b\":1}\n{}\n", chunkByteCount: chunkByteCount)
        == ["1: {\"a\":\"cut", "2: {\"b\":1}", "3: {}"])
    // Cut where a value belongs: the second line could be that value, the third could not.
    #expect(
      items("{\"a\":[\n{\"b\":1}\n{}\n", chunkByteCount: chunkByteCount)
        == ["1: {\"a\":[", "2: {\"b\":1}", "3: {}"])
    #expect(
      items("{\"a\":[\n{\"b\":1}", chunkByteCount: chunkByteCount)
        == ["1: {\"a\":[", "2: {\"b\":1}"])
  }

  @Test func `lines after a document make lines of all`() {
    #expect(items("{\n}\n{}") == ["1: {", "2: }", "3: {}"])
  }

  @Test func `a file whose first line was cut short is not held back whole`() {
    var stream = MessageStream()
    stream.append(Array("{\"a\":\"cut\n".utf8))
    #expect(stream.next() == nil)
    stream.append(Array("{\"b\":1}\n{\"c\":1}\n".utf8))
    #expect(stream.next() == .message(.init(line: 1, bytes: Array("{\"a\":\"cut".utf8))))
    #expect(stream.next() == .message(.init(line: 2, bytes: Array("{\"b\":1}".utf8))))
  }

  @Test(arguments: [1, 4, 1 << 20])
  func `a line that is too long is rejected, and the next is read`(_ chunkByteCount: Int) {
    let long = "{\"a\":\"" + String(repeating: "x", count: 50) + "\"}"
    let rejected = "the message is longer than 20 bytes"
    #expect(
      items("{}\n\(long)\n{\"b\":1}\n", chunkByteCount: chunkByteCount, limit: 20)
        == ["1: {}", "2! \(rejected)", "3: {\"b\":1}"])
    #expect(
      items("\(long)\n{}\n\(long)", chunkByteCount: chunkByteCount, limit: 20)
        == ["1! \(rejected)", "2: {}", "3! \(rejected)"])
  }

  @Test(arguments: [1, 8, 1 << 20])
  func `a document that is too long is read as lines`(_ chunkByteCount: Int) {
    let text = "{\n" + String(repeating: "\"a\":\n", count: 20)
    #expect(items(text, chunkByteCount: chunkByteCount, limit: 30).count == 21)
  }
}
