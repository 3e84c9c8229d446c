/// The fields of one row of CSV, their quotes taken off.
package struct CSVRow: Hashable, Sendable {
  /// The fields one behind another, a NUL after each.
  private(set) var bytes: [UInt8] = []
  /// The places of these NULs.
  private var ends: [Int] = []

  package var count: Int { ends.count }

  /// The bytes of a field.
  private func range(_ index: Int) -> Range<Int> {
    (index == 0 ? 0 : ends[index - 1] + 1)..<ends[index]
  }

  /// A field as text; empty where it is empty.
  package subscript(index: Int) -> String {
    String(decoding: bytes[range(index)], as: UTF8.self)
  }

  /// Whether there is nothing in a field.
  func isEmpty(_ index: Int) -> Bool { range(index).isEmpty }

  /// The fields as texts.
  package var texts: [String] { (0..<count).map { self[$0] } }

  /// Whether the row is one empty field, as a blank line is.
  var isBlank: Bool { ends == [0] }

  /// Why the bytes are no text; nil where they are.
  var textProblem: String? {
    let bytes = bytes
    if bytes.reduce(into: 0, { if $1 == 0 { $0 += 1 } }) > count {
      return "there is a NUL byte in the row; UTF-16 has them: iconv -f utf-16 -t utf-8 mends that"
    }
    if (try? UTF8Span(validating: bytes.span)) == nil {
      return "the row is not UTF-8; iconv -f latin1 -t utf-8 mends that where it is Latin-1"
    }
    return nil
  }
}

extension CSVRow {
  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  mutating func append(_ run: some Collection<UInt8>) { bytes.append(contentsOf: run) }

  mutating func endField() {
    ends.append(bytes.count)
    bytes.append(0)
  }

  /// Takes off the carriage return that ends the field in work.
  mutating func dropCarriageReturn() {
    let start = ends.last.map { $0 + 1 } ?? 0
    if bytes.count > start, bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
  }
}
