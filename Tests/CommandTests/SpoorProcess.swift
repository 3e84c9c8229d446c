import Foundation
import TestSupport

/// Runs the built `spoor` command, as a shell would.
struct SpoorProcess {
  /// What a finished command left.
  struct Outcome {
    var status: Int32
    var output: String
    var error: String
  }

  /// A folder with a store, files to import, and nothing of the user's.
  let folder = TemporaryFolder()

  var store: String { folder.appending("traces.spoor") }

  /// Runs the command on the folder's store, with standard input from a text.
  func callAsFunction(_ arguments: String..., input: String = "") throws -> Outcome {
    try run(Self.executable, arguments, input: input)
  }

  /// Runs a line of the shell, in which `$SPOOR` is the command.
  func shell(_ line: String) throws -> Outcome {
    try run(URL(fileURLWithPath: "/bin/sh"), ["-c", line], input: "")
  }

  private func run(_ executable: URL, _ arguments: [String], input: String) throws -> Outcome {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.environment = [
      "SPOOR_STORE": store, "HOME": folder.path, "SPOOR_HISTORY": "off",
      // A command that exits early leaves memory to the system; that is no leak to report.
      "ASAN_OPTIONS": "detect_leaks=0",
      "SPOOR": Self.executable.path,
    ]
    let pipes = (input: Pipe(), output: Pipe(), error: Pipe())
    process.standardInput = pipes.input
    process.standardOutput = pipes.output
    process.standardError = pipes.error
    try process.run()
    try pipes.input.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try pipes.input.fileHandleForWriting.close()
    let output = try pipes.output.fileHandleForReading.readToEnd() ?? Data()
    let error = try pipes.error.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: String(decoding: output, as: UTF8.self),
      error: String(decoding: error, as: UTF8.self))
  }

  /// Writes a file into the folder, and returns its path.
  func file(_ name: String, _ text: String) -> String {
    let path = folder.appending(name)
    writeFile(path, Array(text.utf8))
    return path
  }

  /// The command beside the test bundle: both are products of one build.
  private static let executable: URL = {
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") } ?? .main
    let products = bundle.bundleURL.deletingLastPathComponent()
    let beside = products.appendingPathComponent("spoor")
    if FileManager.default.isExecutableFile(atPath: beside.path) { return beside }
    // Swift Testing's runner on Linux is an executable in the folder itself.
    return URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appendingPathComponent("spoor")
  }()

  /// The repository's example files.
  static let examples: [String] = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return ["airline-agent", "browser-agent"].map {
      root.appendingPathComponent("Examples/\($0).otlp.jsonl.gz").path
    }
  }()
}

/// An export request of one span on one line.
func request(
  trace: Int, span: Int, name: String = "chat", latency: Int = 5, attributes: String = ""
) -> String {
  let hexadecimal = String(span, radix: 16)
  let spanID = String(repeating: "0", count: 16 - hexadecimal.count) + hexadecimal
  let traceID = String(repeating: "0", count: 28) + String(1_000 + trace)
  return """
    {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"\(traceID)","spanId":"\(spanID)",\
    "name":"\(name)","startTimeUnixNano":"1000","endTimeUnixNano":"\(1_000 + latency)",\
    "attributes":[\(attributes)]}]}]}]}

    """
}
