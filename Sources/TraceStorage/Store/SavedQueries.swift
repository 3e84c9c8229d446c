#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The queries that are saved beside a store's data: a text file each, `queries/NAME.query`.
///
/// Files, so that people can read, compare and copy them. One comes into being as a whole, by a
/// rename; any number of processes may read and write them.
package struct SavedQueries: Sendable {
  /// Bytes of a saved query; as many as a query may have.
  package static let byteLimit = 64 << 10
  /// Bytes of a name, so that it fits whatever file system.
  package static let nameByteLimit = 100

  private static let suffix = ".query"
  private let folder: String

  /// Those of the store in a folder.
  package init(ofStoreAt path: String) {
    folder = path + "/queries"
  }

  /// Whether a name may be one of a saved query: a letter, then letters, digits and `_`.
  package static func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first, name.utf8.count <= nameByteLimit else { return false }
    return isLetter(first) && name.utf8.allSatisfy { isLetter($0) || 0x30...0x39 ~= $0 }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    0x61...0x7a ~= byte | 0x20 || byte == UInt8(ascii: "_")
  }

  /// The texts by name; none where nothing was saved.
  package func texts() throws(StorageError) -> [String: String] {
    var texts: [String: String] = [:]
    for file in fileNames(in: folder) where file.hasSuffix(Self.suffix) {
      let name = String(file.dropLast(Self.suffix.count))
      guard Self.isName(name) else { continue }
      // One that was just removed is no error.
      if let text = try text(ofFile: file) { texts[name] = text }
    }
    return texts
  }

  /// Saves a text under a name, in the place of one that has it; it is on disk afterwards.
  package func save(_ text: String, as name: String) throws(StorageError) {
    // Safe: the string lives through the call.
    if unsafe mkdir(folder, 0o777) != 0, errno != EEXIST { throw failure(errno) }
    guard text.utf8.count <= Self.byteLimit else {
      throw .unavailable("a saved query has at most \(Self.byteLimit) bytes")
    }
    let number = String(UInt64.random(in: .min ... .max), radix: 36)
    let draft = "\(folder)/.\(name).new-\(number)"
    do {
      try put(text, in: draft)
    } catch {
      _ = unsafe unlink(draft)
      throw error
    }
    // Safe: both strings live through the call, which only reads them.
    guard unsafe rename(draft, place(of: name)) == 0 else {
      let reason = errno
      _ = unsafe unlink(draft)
      throw failure(reason)
    }
    syncFolder(folder)
  }

  /// Removes a saved query; false when there is none of the name.
  package func remove(_ name: String) throws(StorageError) -> Bool {
    // Safe: the string lives through the call.
    guard unsafe unlink(place(of: name)) != 0 else {
      syncFolder(folder)
      return true
    }
    guard errno != ENOENT else { return false }
    throw failure(errno)
  }

  /// Saves the same queries beside another store.
  func copy(toStoreAt path: String) throws(StorageError) {
    let other = SavedQueries(ofStoreAt: path)
    for (name, text) in try texts() { try other.save(text, as: name) }
  }

  private func place(of name: String) -> String { "\(folder)/\(name)\(Self.suffix)" }

  private func failure(_ reason: Int32) -> StorageError {
    .unavailable("saved queries in \(folder): \(describeSystemError(reason))")
  }

  private func put(_ text: String, in path: String) throws(StorageError) {
    // Safe: the string lives through the call.
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw failure(errno) }
    defer { _ = close(file) }
    var rest = ArraySlice(text.utf8)
    while !rest.isEmpty {
      // Safe: the bytes live through the call, which reads no more than their number.
      let count = unsafe rest.withUnsafeBytes { bytes in
        unsafe write(file, bytes.baseAddress, bytes.count)
      }
      guard count > 0 else { throw failure(errno) }
      rest = rest.dropFirst(count)
    }
    guard fsync(file) == 0 else { throw failure(errno) }
  }

  private func text(ofFile name: String) throws(StorageError) -> String? {
    // Safe: the string lives through the call.
    let file = unsafe open("\(folder)/\(name)", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      guard errno != ENOENT else { return nil }
      throw failure(errno)
    }
    defer { _ = close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while true {
      // Safe: the call writes at most as many bytes as the buffer has.
      let count = unsafe buffer.withUnsafeMutableBytes { target in
        unsafe read(file, target.baseAddress, target.count)
      }
      guard count >= 0 else { throw failure(errno) }
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer.prefix(count)
      guard bytes.count <= Self.byteLimit else {
        throw .unavailable("\(folder)/\(name) is longer than a query may be")
      }
    }
  }
}
