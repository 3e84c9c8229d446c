/// A named table of an environment: ordered keys, each with one value.
///
/// A handle, good for every transaction of its environment that begins after it was opened.
package struct Database: Sendable, Hashable {
  /// The library's number for it, of this environment and process only.
  let handle: UInt32
  package let name: String

  /// The library's own table of free pages.
  static let freePages = Database(handle: 0, name: "free pages")
}
