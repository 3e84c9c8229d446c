import ByteCoding
import Scanning
import TraceModel

/// A column's dictionary in its stored parts.
struct StoredDictionary: Sendable {
  private let parts: [LoadedChunk]
  private let count: Int

  init(_ parts: [LoadedChunk], count: Int) throws(ScanError) {
    var next = 0
    for part in parts {
      guard part.header.base == next, part.header.entryCount > 0,
        part.body.byteCount >= 4 * (part.header.entryCount + 1)
      else { throw .damaged("a dictionary whose parts do not follow each other") }
      next += part.header.entryCount
    }
    guard next == count else { throw .damaged("a dictionary of \(next) values, not \(count)") }
    self.parts = parts
    self.count = count
  }

  func value(of code: UInt32) throws(ScanError) -> AttributeValue {
    guard code < count else { throw .damaged("code \(code) of a dictionary of \(count)") }
    let part = part(of: Int(code))
    let bytes = try entry(Int(code) - Int(part.header.base), of: part)
    guard part.header.encoding == .values else {
      return .string(String(decoding: bytes, as: UTF8.self))
    }
    do {
      var reader = ByteReader(bytes.span)
      return try ValueCodec.readValue(from: &reader)
    } catch {
      throw .damaged("dictionary value \(code): \(error)")
    }
  }

  /// The code of a string, by binary search.
  ///
  /// O(log n) comparisons.
  func code(of text: String) throws(ScanError) -> UInt32? {
    let wanted = Array(text.utf8)
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      let part = part(of: middle)
      let bytes = try entry(middle - Int(part.header.base), of: part)
      if bytes.lexicographicallyPrecedes(wanted) { low = middle + 1 } else { high = middle }
    }
    guard low < count else { return nil }
    let part = part(of: low)
    let bytes = try entry(low - Int(part.header.base), of: part)
    return bytes == wanted ? UInt32(low) : nil
  }

  private func part(of code: Int) -> LoadedChunk {
    var low = 0
    var high = parts.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if parts[middle].header.base <= code { low = middle } else { high = middle - 1 }
    }
    return parts[low]
  }

  private func entry(_ index: Int, of part: LoadedChunk) throws(ScanError) -> [UInt8] {
    let body = part.body
    let tableByteCount = 4 * (part.header.entryCount + 1)
    let offsets = Swift.Span<UInt32>(_bytes: body.extracting(first: tableByteCount))
    let start = tableByteCount + Int(offsets[index])
    let end = tableByteCount + Int(offsets[index + 1])
    guard start <= end, end <= body.byteCount else {
      throw .damaged("a dictionary entry outside its part")
    }
    return body.extracting(start..<end).copied()
  }
}
