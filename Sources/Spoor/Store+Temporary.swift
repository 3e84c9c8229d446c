import Foundation

extension Store {
  /// A store in a folder of its own among the system's temporary files, for tests; the folder goes
  /// with the store.
  ///
  /// - Throws: `StoreError.unavailable` where none can be made.
  public static func temporary(
    recording: RecordingSettings = RecordingSettings()
  ) throws(StoreError) -> Store {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "spoor-\(UUID().uuidString)")
    return try open(
      folder.path, for: .writing, createIfMissing: true, allowNetworkFileSystem: false,
      verifyingPages: false, compactsInBackground: true, recording: recording, isTemporary: true)
  }
}

/// What cannot be removed is left to the system, as everything among its temporary files is.
func removeTemporaryFolder(_ path: String) {
  try? FileManager.default.removeItem(atPath: path)
}
