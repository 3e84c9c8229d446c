/// Reads the files of the time zone database (RFC 8536), which systems keep in a folder.
enum ZoneFile {
  /// Years up to which rules are followed: instants end in 2262.
  private static let lastYear: Int64 = 2_263

  /// A zone from the bytes of its file; nil when they are none.
  static func zone(name: String, _ bytes: [UInt8]) -> Zone? {
    guard let old = Header(bytes, at: 0) else { return nil }
    // From version 2 on, what counts comes behind a block for readers of 32 bits.
    guard old.version >= UInt8(ascii: "2"),
      let header = Header(bytes, at: Header.byteCount + old.blockByteCount(timeByteCount: 4))
    else { return nil }
    var position = header.end
    guard bytes.count >= position + header.blockByteCount(timeByteCount: 8) else { return nil }
    let changes = (0..<header.timeCount).map { number(bytes, position + 8 * $0, byteCount: 8) }
    position += 8 * header.timeCount
    let types = bytes[position..<position + header.timeCount].map { Int($0) }
    position += header.timeCount
    let offsets = (0..<header.typeCount).map { number(bytes, position + 6 * $0, byteCount: 4) }
    let isSummer = (0..<header.typeCount).map { bytes[position + 6 * $0 + 4] != 0 }
    guard !offsets.isEmpty, types.allSatisfy({ $0 < offsets.count }),
      zip(changes, changes.dropFirst()).allSatisfy({ $0 < $1 })
    else { return nil }
    let first = isSummer.firstIndex(of: false) ?? 0
    let footer = bytes[(header.end + header.blockByteCount(timeByteCount: 8))...]
    return zone(
      name: name, changes: changes, offsets: [offsets[first]] + types.map { offsets[$0] },
      rule: ZoneRule(footer.dropFirst().prefix { $0 != UInt8(ascii: "\n") }))
  }

  private static func zone(
    name: String, changes: [Int64], offsets: [Int64], rule: ZoneRule?
  ) -> Zone {
    var (changes, offsets) = (changes, offsets)
    let last = changes.last ?? -2_208_988_800  // 1900-01-01
    let year = CivilDate(day: floorQuotient(last, secondsPerDay)).year
    for change in rule?.changes(in: year...max(year, lastYear)) ?? [] where change.moment > last {
      changes.append(change.moment)
      offsets.append(change.offset)
    }
    return Zone(name: name, changes: changes, offsets: offsets)
  }

  private static func number(_ bytes: [UInt8], _ start: Int, byteCount: Int) -> Int64 {
    var bits: UInt64 = 0
    for byte in bytes[start..<start + byteCount] { bits = bits << 8 | UInt64(byte) }
    return byteCount == 4
      ? Int64(Int32(truncatingIfNeeded: bits)) : Int64(bitPattern: bits)
  }

  private struct Header {
    static let byteCount = 44

    var version: UInt8
    var end: Int
    /// Of UT indicators, standard indicators, leap seconds, changes, types, and characters.
    private var counts: [Int]

    init?(_ bytes: [UInt8], at start: Int) {
      guard bytes.count >= start + Self.byteCount, bytes[start...].starts(with: "TZif".utf8)
      else { return nil }
      version = bytes[start + 4]
      end = start + Self.byteCount
      counts = (0..<6).map { Int(number(bytes, start + 20 + 4 * $0, byteCount: 4)) }
      guard counts.allSatisfy({ (0...1_000_000).contains($0) }) else { return nil }
    }

    var timeCount: Int { counts[3] }
    var typeCount: Int { counts[4] }

    func blockByteCount(timeByteCount: Int) -> Int {
      timeCount * (timeByteCount + 1) + typeCount * 6 + counts[5]
        + counts[2] * (timeByteCount + 4) + counts[1] + counts[0]
    }
  }
}
