import ArgumentParser
import Foundation
import Workload

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the workload's spans as CSV, the first-class fields alone.",
    discussion: "For other engines. A header comes first; what a span lacks is empty.")

  @OptionGroup var made: WorkloadArguments
  @Option(help: "The file to write; standard output unless given.") var output: String?

  func run() throws {
    var file = FileHandle.standardOutput
    if let output {
      guard FileManager.default.createFile(atPath: output, contents: nil),
        let opened = FileHandle(forWritingAtPath: output)
      else { throw ValidationError("\(output) cannot be written") }
      file = opened
    }
    var writer = CSVWriter(file: file)
    try writer.write(FlatSpan.columns)
    var workload = made.workload
    while let trace = workload.nextTrace() {
      for span in trace { try writer.write(FlatSpan(span).values) }
    }
    try writer.flush()
  }
}

/// Writes rows of comma-separated values, many at a time.
struct CSVWriter {
  /// Bytes that are gathered before they are written.
  private static let bufferSize = 1 << 20

  private let file: FileHandle
  private var buffer: [UInt8] = []

  init(file: FileHandle) {
    self.file = file
  }

  /// Writes a row.
  ///
  /// The workload's values hold neither commas nor quotes nor line breaks, and get no quotes.
  mutating func write(_ values: [String?]) throws {
    for index in values.indices {
      if index > 0 { buffer.append(UInt8(ascii: ",")) }
      if let value = values[index] { buffer.append(contentsOf: value.utf8) }
    }
    buffer.append(UInt8(ascii: "\n"))
    if buffer.count >= Self.bufferSize { try flush() }
  }

  mutating func flush() throws {
    try file.write(contentsOf: Data(buffer))
    buffer.removeAll(keepingCapacity: true)
  }
}

extension CSVWriter {
  mutating func write(_ values: [String]) throws { try write(values.map(Optional.some)) }
}
