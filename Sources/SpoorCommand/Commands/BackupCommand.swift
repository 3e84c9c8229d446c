import ArgumentParser
import Foundation
import LineEditor
import Spoor
import TerminalRendering

struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copy the store, as of now, into a new folder.",
    discussion: """
      Others may read and write meanwhile. The copy is a store; it appears when it is complete.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @OptionGroup var store: StoreOption

  @Option(help: "How to write the summary: text or json.")
  var format = Format.text

  @Flag(help: "Leave out free pages: the copy is as small as can be.")
  var compact = false

  @Argument(help: ArgumentHelp("The folder to be made.", valueName: "dest"))
  var destination: String

  func validate() throws {
    if FileManager.default.fileExists(atPath: destination) {
      throw ValidationError("\(destination) is there already; a backup replaces nothing.")
    }
  }

  func run() throws {
    InterruptFlag.install()
    let store = try store.openForReading()
    let statistics = try reporting { () throws(StoreError) in try store.statistics() }
    let total = compact ? statistics.usedByteCount : statistics.fileByteCount
    var progress = Progress("backup", bytesTotal: Int64(total))
    try reporting { () throws(StoreError) in
      try store.backup(
        to: destination, compacting: compact, isCancelled: { InterruptFlag.isRaised },
        progress: { done, _ in progress.update(bytesDone: Int64(done), spans: 0) })
    }
    progress.finish()
    let copy = try reporting { () throws(StoreError) in
      try Store.open(destination, for: .reading).statistics()
    }
    Terminal.write(
      format == .json
        ? "{\"spans\":\(copy.spanCount),\"file_bytes\":\(copy.fileByteCount)}\n"
        : "\(HumanUnits.count(copy.spanCount, "span")), "
          + "\(HumanUnits.bytes(Int64(copy.fileByteCount)))\n", to: .output)
  }
}
