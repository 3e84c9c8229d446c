#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

extension Zone {
  /// Where systems keep the time zone database.
  private static let folders = [
    "/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo",
  ]

  /// `UTC`, `+02:00`, or a zone of the system's time zone database such as `Europe/Paris`; nil for
  /// other names.
  package init?(named name: String) {
    if ["utc", "z"].contains(name.lowercased()) {
      self.init(name: "UTC", offset: 0)
      return
    }
    if let offset = Self.offset(name) {
      self.init(name: name, offset: offset)
      return
    }
    guard Self.isZoneName(name) else { return nil }
    for folder in Self.folders {
      if let bytes = contents(ofFile: "\(folder)/\(name)"),
        let zone = ZoneFile.zone(name: name, bytes)
      {
        self = zone
        return
      }
    }
    return nil
  }

  /// The seconds of `+02:00` or `-03:30`.
  private static func offset(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    guard bytes.count == 6, bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"),
      bytes[3] == UInt8(ascii: ":"), let hours = Int64(text.dropFirst().prefix(2)),
      let minutes = Int64(text.suffix(2)), (0...23).contains(hours), (0...59).contains(minutes)
    else { return nil }
    return (bytes[0] == UInt8(ascii: "-") ? -1 : 1) * (hours * 3_600 + minutes * 60)
  }

  /// Names are paths below the folder, and lead nowhere else.
  private static func isZoneName(_ name: String) -> Bool {
    let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return !name.isEmpty && name.utf8.count <= 64
      && parts.allSatisfy { part in
        !part.isEmpty && part.allSatisfy(isNameByte)
      }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
      UInt8(ascii: "+"):
      true
    default: false
    }
  }
}

/// All of a file; nil when it is not there, or larger than any zone's.
private func contents(ofFile path: String) -> [UInt8]? {
  let limit = 1 << 20
  // Safe: the path is a C string for the length of the call.
  let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  var contents: [UInt8] = []
  while contents.count < limit {
    var status = 0
    // Safe: the call writes at most the buffer's size, and says how much it wrote.
    let chunk = unsafe [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
      status = unsafe read(descriptor, buffer.baseAddress, 65_536)
      count = max(status, 0)
    }
    guard status >= 0 else { return nil }
    if chunk.isEmpty { return contents }
    contents += chunk
  }
  return nil
}
