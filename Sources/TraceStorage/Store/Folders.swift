#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The system's words for an error.
func describeSystemError(_ code: Int32) -> String {
  // Safe: strerror's text is copied before anything else can change it.
  unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
}

/// The names in a folder, in no order; none where it cannot be read.
func fileNames(in folder: String) -> [String] {
  // Safe: the folder is open until the end of the function; an entry is copied before the next.
  guard let listing = unsafe opendir(folder) else { return [] }
  defer { _ = unsafe closedir(listing) }
  var names: [String] = []
  while let entry = unsafe readdir(listing) {
    names.append(
      unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      })
  }
  return names
}

/// Makes a rename last through a power cut.
///
/// Best effort: some file systems refuse.
func syncFolder(_ folder: String) {
  // Safe: the string lives through the call.
  let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY)
  guard descriptor >= 0 else { return }
  _ = fsync(descriptor)
  _ = close(descriptor)
}
