import Synchronization

/// The index parts whose checksums this process has compared.
final class VerifiedParts: Sendable {
  private let keys = Mutex<Set<TraceIndexKey>>([])

  func contains(_ key: TraceIndexKey) -> Bool { keys.withLock { $0.contains(key) } }
  func insert(_ key: TraceIndexKey) { keys.withLock { _ = $0.insert(key) } }
}
