import ArgumentParser
import LineEditor
import QuerySyntax
import Spoor
import TerminalRendering

struct RetainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retain",
    abstract: "Remove the oldest spans, by age, size or number.",
    discussion: """
      spoor retain --older-than 30d
      spoor retain --max-size 10GB --max-spans 50_000_000 --dry-run
      Whole segments go, oldest first, so that some spans stay a little longer than asked. The \
      newest segment, of up to some 120,000 spans, goes for its age only. Others may read and write \
      meanwhile. The file keeps its size, and new spans take the room.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @OptionGroup var store: StoreOption

  @Option(help: ArgumentHelp("Remove what started longer ago, as 30d.", valueName: "duration"))
  var olderThan: String?

  @Option(help: ArgumentHelp("Bytes of the file that may be in use, as 10GB.", valueName: "size"))
  var maxSize: String?

  @Option(help: ArgumentHelp("Spans to keep, as 50_000_000.", valueName: "number"))
  var maxSpans: String?

  @Flag(help: "Tell what would be removed, and remove nothing.")
  var dryRun = false

  @Option(help: "How to write the summary: text or json.")
  var format = Format.text

  func validate() throws {
    guard olderThan != nil || maxSize != nil || maxSpans != nil else {
      throw ValidationError("Give a limit: --older-than, --max-size or --max-spans.")
    }
    _ = try policy()
  }

  func run() throws {
    InterruptFlag.install()
    let policy = try policy()
    let store = try dryRun ? store.openForReading() : store.openForChanging()
    let preview = try reporting { () throws(StoreError) in
      try store.retain(policy, isDryRun: true)
    }
    var progress = Progress("retain", bytesTotal: Int64(preview.byteCount))
    let report = try reporting { () throws(StoreError) in
      try store.retain(
        policy, isDryRun: dryRun, isCancelled: { InterruptFlag.isRaised },
        progress: { progress.update(bytesDone: Int64($0), spans: 0) })
    }
    progress.finish()
    let text =
      format == .json
      ? RetentionText.json(report)
      : RetentionText.text(report, policy, isDryRun: dryRun)
    Terminal.write(text, to: .output)
    if !report.isComplete { throw CommandFailure("interrupted", .interrupted) }
  }

  private func policy() throws -> RetentionPolicy {
    RetentionPolicy(
      maximumAge: try olderThan.map { text in
        guard case .duration(let nanoseconds) = try Self.value(text), nanoseconds > 0 else {
          throw ValidationError("--older-than takes a duration such as 30d, not \"\(text)\".")
        }
        return .nanoseconds(nanoseconds)
      },
      maximumByteCount: try maxSize.map { text in
        guard case .bytes(let count) = try Self.value(text), count > 0 else {
          throw ValidationError("--max-size takes a size such as 10GB, not \"\(text)\".")
        }
        return Int(count)
      },
      maximumSpanCount: try maxSpans.map { text in
        guard case .integer(let count) = try Self.value(text), count > 0 else {
          throw ValidationError("--max-spans takes a number such as 50_000_000, not \"\(text)\".")
        }
        return Int(count)
      })
  }

  /// Quantities have the units of the query language.
  private static func value(_ text: String) throws -> Literal.Value {
    do throws(Diagnostic) {
      return try Literal(typing: text).value
    } catch {
      throw ValidationError([error.message, error.hint].compactMap(\.self).joined(separator: "; "))
    }
  }
}
