import Synchronization

/// What a scan met that the reader should know, whatever the number of times; shared by its
/// threads.
final class Notices: Sendable {
  private let undefined = Atomic(false)

  /// A division by zero, NaN or an infinity stood for a null.
  var sawUndefined: Bool {
    get { undefined.load(ordering: .relaxed) }
    set {
      // Most stores would change nothing, and would take the cache line from the other threads.
      if newValue != sawUndefined { undefined.store(newValue, ordering: .relaxed) }
    }
  }
}
