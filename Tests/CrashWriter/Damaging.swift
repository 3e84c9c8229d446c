import Columns
import Scanning
import TestSupport
import TraceModel
import TraceStorage

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Damages copies of the store in the folder `whole`, and says what came of it.
///
/// Standard input lists the damages, a line each:
///
///     flip <offset> <bit> | fill <offset> <count> <byte> | cut <length>
///
/// then `plain` to open as every command does, or `verified` to have the pages verified first.
/// The answer is what reading everything gave, `same`, `error` or `wrong`, and what a check said,
/// `found` or `missed`. A signal ends the process before it answers.
func tryDamage(_ arguments: Arguments) throws {
  let folder = arguments[0]
  let whole = readFile(folder + "/whole/data.mdb")
  let expected = try contents(folder + "/whole", verifying: false)
  let copy = "\(folder)/copy"
  _ = unsafe mkdir(copy, 0o700)
  say("ready \(whole.count)")
  while let line = readLine() {
    let words = line.split(separator: " ")
    guard let damaged = damage(whole, words) else { fail("cannot read \(line)") }
    writeFile(copy + "/data.mdb", damaged)
    _ = unsafe remove(copy + "/lock.mdb")
    say(outcome(copy, expected, verifying: words.last == "verified"))
  }
}

private func damage(_ whole: [UInt8], _ words: [Substring]) -> [UInt8]? {
  let numbers = words.dropFirst().compactMap { Int($0) }
  guard let offset = numbers.first else { return nil }
  var bytes = whole
  switch (words[0], numbers.count) {
  case ("flip", 2): bytes[offset] ^= 1 << UInt8(numbers[1])
  case ("fill", 3):
    for index in offset..<min(offset + numbers[1], bytes.count) { bytes[index] = UInt8(numbers[2]) }
  case ("cut", 1): bytes.removeLast(bytes.count - offset)
  default: return nil
  }
  return bytes
}

private func outcome(_ store: String, _ expected: [UInt8], verifying: Bool) -> String {
  let answer: String
  do {
    answer = try contents(store, verifying: verifying) == expected ? "same" : "wrong"
  } catch is StorageError {
    answer = "error"
  } catch {
    answer = "untyped \(error)"
  }
  do {
    let options = OpenOptions(readOnly: true, verifiesPages: true)
    let report = try TraceDatabase.open(store, options).check()
    return report.problemCount > 0 ? "\(answer) found" : "\(answer) missed"
  } catch {
    return "\(answer) found"
  }
}

/// Everything that can be asked of a store: its spans, and its columns as a scan reads them.
private func contents(_ store: String, verifying: Bool) throws -> [UInt8] {
  let options = OpenOptions(readOnly: true, verifiesPages: verifying)
  let snapshot = try TraceDatabase.open(store, options).snapshot()
  var bytes: [UInt8] = []
  for trace in try snapshot.traces(startingWith: "", limit: .max) {
    for span in try snapshot.spans(of: trace) { bytes += span.canonicalBytes }
    for score in try snapshot.scores(of: trace) { bytes += Array("\(score)".utf8) }
  }
  do {
    for index in 0..<snapshot.segmentCount {
      bytes += try columns(of: try snapshot.segment(at: index), snapshot.attributeColumns)
    }
  } catch let error as ScanError {
    throw StorageError.damaged("\(error)")
  }
  return bytes
}

/// Every value of every column of a segment, described.
private func columns(
  of segment: any ScanSegment, _ attributes: [AttributeColumn]
) throws -> [UInt8] {
  var text = ""
  for column in Field.allCases.map({ ColumnID($0) }) + attributes.map(\.id) {
    guard let summary = segment.summary(of: column) else { continue }
    text += "\(column.rawValue) \(summary)"
    let integers: [Int64] =
      summary.form == .codes || summary.form == .integers
      ? try segment.values(of: column).allIntegers() : []
    let doubles: [Double] =
      summary.form == .doubles ? try segment.values(of: column).allDoubles() : []
    for row in 0..<segment.rowCount {
      if let validity = try segment.validity(of: column),
        validity[row / 64] >> UInt64(row % 64) & 1 == 0
      {
        continue
      }
      switch summary.form {
      case .codes, .integers: text += " \(integers[row])"
      case .doubles: text += " \(doubles[row].bitPattern)"
      case .payload: text += " \(try segment.value(of: column, row: row) ?? .empty)"
      }
    }
    if summary.form == .codes {
      for code in 0..<UInt32(summary.distinctCount) {
        text += " \(try segment.dictionaryValue(code, in: column))"
      }
    }
  }
  return Array(text.utf8)
}
