import ArgumentParser
import Spoor
import TerminalRendering
import TraceModel

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Read everything in the store and compare it with its checksums.",
    discussion: "Ends with exit code 3 when something does not add up.")

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @OptionGroup var store: StoreOption

  @Option(help: "How to write what was found: text or json.")
  var format = Format.text

  func run() throws {
    let store = try store.openForReading(verifyingPages: true)
    let total = try reporting { () throws(StoreError) in try store.statistics().fileByteCount }
    var progress = Progress("verify", bytesTotal: Int64(total))
    let report = try reporting { () throws(StoreError) in
      try store.verify { done, all in
        progress.update(
          bytesDone: all == 0 ? 0 : Int64(total) * Int64(done) / Int64(all), spans: 0)
      }
    }
    progress.finish()
    if format == .json { return try writeJSON(report) }
    for problem in report.problems { Terminal.write("\(problem)\n", to: .output) }
    if report.problemCount > report.problems.count {
      Terminal.write(
        "… and \(report.problemCount - report.problems.count) problems more\n", to: .output)
    }
    let read =
      "\(HumanUnits.count(report.spanCount, "span")) in \(HumanUnits.count(report.segmentCount, "segment")), "
      + "\(HumanUnits.count(report.chunkCount, "chunk")), \(HumanUnits.bytes(Int64(report.byteCount)))"
    guard report.problemCount == 0 else {
      let problems = report.problemCount == 1 ? "1 problem" : "\(report.problemCount) problems"
      throw CommandFailure("spoor: \(store.path) is damaged: \(problems); read \(read)", .store)
    }
    Terminal.write("ok: \(read)\n", to: .output)
  }

  private func writeJSON(_ report: VerificationReport) throws(CommandFailure) {
    let counts = [
      ("spans", report.spanCount), ("segments", report.segmentCount),
      ("chunks", report.chunkCount), ("bytes", report.byteCount),
      ("problem_count", report.problemCount),
    ].map { "\"\($0.0)\":\($0.1)" }
    let problems = report.problems.map(JSONWriter.string).joined(separator: ",")
    Terminal.write(
      "{\(counts.joined(separator: ",")),\"problems\":[\(problems)]}\n", to: .output)
    guard report.problemCount == 0 else {
      throw CommandFailure("spoor: \(store.resolved) is damaged", .store)
    }
  }
}
