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
        part.body.byteCount >= 4 * part.restartCount
      else { throw .damaged("a dictionary whose parts do not follow each other") }
      next += part.header.entryCount
    }
    guard next == count else { throw .damaged("a dictionary of \(next) values, not \(count)") }
    self.parts = parts
    self.count = count
  }

  /// The values of neighbouring codes.
  ///
  /// O(codes + `StorageLimits.dictionaryRestartInterval`).
  func values(of codes: Range<UInt32>) throws(ScanError) -> [AttributeValue] {
    guard codes.upperBound <= count else {
      throw .damaged("code \(codes.upperBound - 1) of a dictionary of \(count)")
    }
    var values: [AttributeValue] = []
    values.reserveCapacity(codes.count)
    var next = Int(codes.lowerBound)
    while next < codes.upperBound {
      let part = part(of: next)
      let first = Int(part.header.base)
      let end = min(Int(codes.upperBound), first + part.header.entryCount)
      let interval = StorageLimits.dictionaryRestartInterval
      var cursor = try EntryCursor(part, restart: (next - first) / interval)
      for _ in 0..<(next - first) % interval { try cursor.advance() }
      while next < end {
        try cursor.advance()
        values.append(try value(cursor.bytes, of: part))
        next += 1
      }
    }
    return values
  }

  private func value(_ bytes: [UInt8], of part: LoadedChunk) throws(ScanError) -> AttributeValue {
    guard part.header.encoding == .values else {
      return .string(String(decoding: bytes, as: UTF8.self))
    }
    do {
      var reader = ByteReader(bytes.span)
      return try ValueCodec.readValue(from: &reader)
    } catch {
      throw .damaged("a dictionary value: \(error)")
    }
  }

  /// The code of a string: a binary search among the entries that are whole, then a walk.
  ///
  /// O(log n) comparisons.
  func code(of text: String) throws(ScanError) -> UInt32? {
    let wanted = Array(text.utf8)
    // The last part that begins at or before the text.
    var low = 0
    var high = parts.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if try begins(parts[middle], restart: 0, notAfter: wanted) {
        low = middle
      } else {
        high = middle - 1
      }
    }
    return parts.isEmpty ? nil : try code(of: wanted, in: parts[low])
  }

  private func code(of wanted: [UInt8], in part: LoadedChunk) throws(ScanError) -> UInt32? {
    var low = 0
    var high = part.restartCount - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if try begins(part, restart: middle, notAfter: wanted) {
        low = middle
      } else {
        high = middle - 1
      }
    }
    let interval = StorageLimits.dictionaryRestartInterval
    let first = low * interval
    var cursor = try EntryCursor(part, restart: low)
    for index in first..<min(first + interval, part.header.entryCount) {
      try cursor.advance()
      if cursor.bytes == wanted { return UInt32(Int(part.header.base) + index) }
    }
    return nil
  }

  private func begins(
    _ part: LoadedChunk, restart: Int, notAfter wanted: [UInt8]
  ) throws(ScanError) -> Bool {
    var cursor = try EntryCursor(part, restart: restart)
    try cursor.advance()
    return !wanted.lexicographicallyPrecedes(cursor.bytes)
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
}

/// Walks the entries of a part from one that is whole.
private struct EntryCursor {
  /// The entry at hand.
  private(set) var bytes: [UInt8] = []
  private let part: LoadedChunk
  private var offset: Int

  init(_ part: LoadedChunk, restart: Int) throws(ScanError) {
    self.part = part
    let table = part.body.extracting(first: 4 * part.restartCount)
    let restarts = Swift.Span<UInt32>(_bytes: table)
    offset = table.byteCount + Int(restarts[restart])
    guard offset <= part.body.byteCount else {
      throw .damaged("a dictionary entry outside its part")
    }
  }

  mutating func advance() throws(ScanError) {
    let part = part
    var bytes = bytes
    self.bytes = []
    do throws(ByteCodingError) {
      var reader = ByteReader(part.body.extracting(droppingFirst: offset))
      let shared = try reader.readVarint()
      guard shared <= bytes.count else {
        throw .malformed("an entry that shares more than there is", offset: reader.offset)
      }
      bytes.removeLast(bytes.count - Int(shared))
      let own = try reader.readPrefixedBytes()
      bytes.append(contentsOf: own.copied())
      self.bytes = bytes
      offset += reader.offset
    } catch {
      throw .damaged("a dictionary entry: \(error)")
    }
  }
}

extension LoadedChunk {
  /// Entries of a dictionary part that are whole.
  fileprivate var restartCount: Int {
    let interval = StorageLimits.dictionaryRestartInterval
    return (header.entryCount + interval - 1) / interval
  }
}
