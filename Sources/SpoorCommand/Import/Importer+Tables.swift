import FlatData
import Spoor
import TerminalRendering

extension Importer {
  /// Reads one table to its end.
  mutating func read(
    _ file: consuming InputBytes, _ reader: consuming TableReader
  ) throws(CommandFailure) -> InputVerdict {
    var progress = makeProgress(file.name, byteCount: file.byteCount)
    defer { progress.finish() }
    let before = (rows: rowCount, rejected: report.rejectedCount)
    var reader = reader
    var isAtEnd = false
    var firstReason: String?
    while !isAtEnd {
      if let bytes = file.next() {
        reader.append(bytes)
      } else {
        // Of an input that could not be read to its end the last row may be a part of one.
        if file.failure == nil { reader.finish() }
        isAtEnd = true
      }
      do throws(TableFailure) {
        try takeRows(of: &reader, file.name, &firstReason)
      } catch {
        switch error {
        case .mapping(let error): return .refused(reason: error.description)
        case .command(let failure): throw failure
        }
      }
      progress.update(bytesDone: file.readByteCount, spans: spanCount)
    }
    try attachScores(all: true)
    if let failure = file.failure {
      firstReason = firstReason ?? failure
      report.reject("the rest could not be read: \(failure)", at: file.name)
    }
    notes += reader.missingColumns.map { "\(file.name): \($0)" }
    guard rowCount == before.rows else { return .fine }
    guard let firstReason else { return .empty }
    return .refused(reason: firstReason)
  }

  private enum TableFailure: Error {
    case mapping(MappingError)
    case command(CommandFailure)
  }

  private mutating func takeRows(
    of reader: inout TableReader, _ name: String, _ firstReason: inout String?
  ) throws(TableFailure) {
    while true {
      let item: TableReader.Item?
      do throws(MappingError) { item = try reader.next() } catch { throw .mapping(error) }
      switch item {
      case nil: return
      case .rejected(let line, let reason):
        firstReason = firstReason ?? reason
        report.reject(reason, at: "\(name):\(line)")
      case .row(let span, let scores):
        rowCount += 1
        do throws(CommandFailure) {
          try add([span])
          pendingScores += scores
          try attachScores(all: false)
        } catch {
          throw .command(error)
        }
      }
    }
  }
}
