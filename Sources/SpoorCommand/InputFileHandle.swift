import Foundation

/// A file that is open for reading, or standard input.
struct InputFileHandle {
  /// How messages name the input.
  let name: String
  let handle: FileHandle
  /// Bytes of the file; nil where that is not known.
  let byteCount: Int64?

  /// Opens a file, or standard input for `-`.
  init(_ path: String) throws(CommandFailure) {
    guard path != "-" else {
      name = "standard input"
      handle = .standardInput
      byteCount = nil
      return
    }
    name = path
    do {
      handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    } catch {
      throw CommandFailure("spoor: \(path)\(Self.reason(for: error))", .usage)
    }
    let type = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    guard type != .typeDirectory else {
      throw CommandFailure("spoor: \(path) is a folder; name the files in it", .usage)
    }
    // A pipe has no end to seek to.
    let size = type == .typeRegular ? try? handle.seekToEnd() : nil
    byteCount = size.map { Int64($0) }
    if size != nil { try? handle.seek(toOffset: 0) }
  }

  /// What follows the name of a file that cannot be opened.
  private static func reason(for error: any Error) -> String {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    switch (error as? CocoaError)?.code {
    case .fileNoSuchFile?, .fileReadNoSuchFile?: return ": no such file"
    case .fileReadNoPermission?: return " cannot be read: permission denied"
    default:
      return " cannot be read: \(underlying?.localizedDescription ?? error.localizedDescription)"
    }
  }
}
