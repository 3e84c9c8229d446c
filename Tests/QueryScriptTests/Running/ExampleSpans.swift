import Compression
import Foundation
import OTLP
import TraceModel

/// The spans of `Examples/`, decoded once for all scripts.
enum ExampleSpans {
  static let spans = Result { try names.flatMap(read) }

  /// In the order in which `load examples` takes them.
  private static let names = ["airline-agent.otlp.jsonl.gz", "browser-agent.otlp.jsonl.gz"]

  private static func read(_ name: String) throws -> [SpanData] {
    let file = Repository.root.appending(path: "Examples/\(name)")
    var reader = try DecompressingReader(format: .gzip)
    var text: [UInt8] = []
    try reader.decode([UInt8](Data(contentsOf: file)), into: &text)
    try reader.finish()
    var stream = MessageStream()
    stream.append(text)
    stream.finish()
    var decoder = TraceRequestDecoder()
    var spans: [SpanData] = []
    while case .message(let message)? = stream.next() {
      spans += try decoder.decode(message.bytes).spans
    }
    return spans
  }
}

/// Where this repository is.
enum Repository {
  static var root: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
  }
}
