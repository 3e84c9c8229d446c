import ByteCoding
import Scanning
import TraceModel

/// A column's dictionary in its stored parts.
struct StoredDictionary: Sendable {
  private let parts: [LoadedChunk]
  private let count: Int
  /// Whether the values are texts, stored as their bytes.
  private let holdsTexts: Bool

  init(_ parts: [LoadedChunk], count: Int) throws(ScanError) {
    let holdsTexts = parts.first?.header.encoding != .values
    var next = 0
    for part in parts {
      guard part.header.base == next, part.header.entryCount > 0,
        part.body.byteCount >= 4 * part.restartCount,
        (part.header.encoding != .values) == holdsTexts
      else { throw .damaged("a dictionary whose parts do not follow each other") }
      next += part.header.entryCount
    }
    guard next == count else { throw .damaged("a dictionary of \(next) values, not \(count)") }
    self.parts = parts
    self.count = count
    self.holdsTexts = holdsTexts
  }

  /// The texts of neighbouring codes; nil when the values are of another type.
  ///
  /// O(codes + `StorageLimits.dictionaryRestartInterval`).
  func texts(of codes: Range<UInt32>) throws(ScanError) -> DictionaryTexts? {
    holdsTexts ? try entries(of: codes) : nil
  }

  /// The values of neighbouring codes, at the cost of `texts(of:)`.
  func values(of codes: Range<UInt32>) throws(ScanError) -> [AttributeValue] {
    let entries = try entries(of: codes)
    var values: [AttributeValue] = []
    values.reserveCapacity(entries.count)
    for index in 0..<entries.count {
      let range = entries.ranges[index]
      if holdsTexts {
        values.append(.string(String(decoding: entries.bytes[range], as: UTF8.self)))
      } else {
        let bytes = entries.bytes.span
        values.append(try AttributeValue(dictionaryBytes: bytes.extracting(range)))
      }
    }
    return values
  }

  /// Bytes of all parts, as stored.
  var byteCount: Int { parts.reduce(0) { $0 + $1.body.byteCount } }

  private func entries(of codes: Range<UInt32>) throws(ScanError) -> DictionaryTexts {
    guard codes.upperBound <= count else {
      throw .damaged("code \(codes.upperBound - 1) of a dictionary of \(count)")
    }
    var entries = DictionaryTexts()
    var next = Int(codes.lowerBound)
    while next < codes.upperBound {
      let part = part(of: next)
      let first = Int(part.header.base)
      let end = min(Int(codes.upperBound), first + part.header.entryCount)
      try part.append(next - first..<end - first, to: &entries)
      next = end
    }
    return entries
  }

  /// The code of a string: a binary search among the entries that are whole, then a walk.
  ///
  /// O(log n) comparisons.
  func code(of text: String) throws(ScanError) -> UInt32? {
    var text = text
    text.makeContiguousUTF8()
    let view = text.utf8Span
    let wanted = view.span
    // The last part that begins at or before the text.
    var low = 0
    var high = parts.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if try parts[middle].begins(atRestart: 0, notAfter: wanted) {
        low = middle
      } else {
        high = middle - 1
      }
    }
    return parts.isEmpty ? nil : try code(of: wanted, in: parts[low])
  }

  private func code(
    of wanted: Swift.Span<UInt8>, in part: LoadedChunk
  ) throws(ScanError) -> UInt32? {
    var low = 0
    var high = part.restartCount - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if try part.begins(atRestart: middle, notAfter: wanted) {
        low = middle
      } else {
        high = middle - 1
      }
    }
    let interval = StorageLimits.dictionaryRestartInterval
    let first = low * interval
    var entries = DictionaryTexts()
    try part.append(first..<min(first + interval, part.header.entryCount), to: &entries)
    let bytes = entries.bytes.span
    for index in 0..<entries.count where bytes.extracting(entries.ranges[index]).equals(wanted) {
      return UInt32(Int(part.header.base) + first + index)
    }
    return nil
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

extension AttributeValue {
  /// A value of a dictionary that does not hold texts.
  fileprivate init(dictionaryBytes bytes: Swift.Span<UInt8>) throws(ScanError) {
    do {
      var reader = ByteReader(bytes)
      self = try ValueCodec.readValue(from: &reader)
    } catch {
      throw .damaged("a dictionary value: \(error)")
    }
  }
}

extension LoadedChunk {
  /// A value of a dictionary part, counted from its first.
  ///
  /// O(`StorageLimits.dictionaryRestartInterval`). `buffer` is room for its bytes.
  func dictionaryValue(
    _ entry: Int, _ buffer: inout [UInt8]
  ) throws(ScanError) -> AttributeValue {
    let interval = StorageLimits.dictionaryRestartInterval
    guard entry >= 0, entry < header.entryCount else {
      throw .damaged("entry \(entry) of a dictionary part")
    }
    var reader = try reader(atRestart: entry / interval)
    guard reader.read(after: entry % interval, into: &buffer) else {
      throw .damaged("dictionary entry \(entry) of a part")
    }
    guard header.encoding == .values else {
      return .string(String(decoding: buffer, as: UTF8.self))
    }
    return try AttributeValue(dictionaryBytes: buffer.span)
  }

  /// Entries of a dictionary part that are whole.
  fileprivate var restartCount: Int {
    let interval = StorageLimits.dictionaryRestartInterval
    return (header.entryCount + interval - 1) / interval
  }

  /// Appends entries of a dictionary part, counted from its first.
  fileprivate func append(
    _ entries: Range<Int>, to texts: inout DictionaryTexts
  ) throws(ScanError) {
    let interval = StorageLimits.dictionaryRestartInterval
    let (restart, skipped) = entries.lowerBound.quotientAndRemainder(dividingBy: interval)
    let reader = try reader(atRestart: restart)
    guard texts.append(entries.count, after: skipped, from: reader) else {
      throw .damaged("dictionary entries \(entries) of a part")
    }
  }

  /// Whether a whole entry stands at or before a text.
  fileprivate func begins(
    atRestart restart: Int, notAfter wanted: Swift.Span<UInt8>
  ) throws(ScanError) -> Bool {
    var reader = try reader(atRestart: restart)
    guard let entry = reader.next() else { throw .damaged("a dictionary entry") }
    let bytes = reader.bytes
    return !wanted.precedes(bytes.extracting(entry.own))
  }

  @_lifetime(borrow self)
  private func reader(atRestart restart: Int) throws(ScanError) -> DictionaryEntryReader {
    let body = body
    let table = body.extracting(first: 4 * restartCount)
    let restarts = Swift.Span<UInt32>(_bytes: table)
    let offset = table.byteCount + Int(restarts[restart])
    guard offset <= body.byteCount else {
      throw .damaged("a dictionary entry outside its part")
    }
    return DictionaryEntryReader(body, at: offset)
  }
}

extension Swift.Span<UInt8> {
  fileprivate func equals(_ other: Swift.Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    for index in indices where self[index] != other[index] { return false }
    return true
  }

  /// Whether the bytes stand before others, compared one by one.
  fileprivate func precedes(_ other: Swift.Span<UInt8>) -> Bool {
    for index in 0..<Swift.min(count, other.count) where self[index] != other[index] {
      return self[index] < other[index]
    }
    return count < other.count
  }
}
