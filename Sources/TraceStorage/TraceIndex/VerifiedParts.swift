import Synchronization

/// The index parts whose checksums this process has compared.
final class VerifiedParts: Sendable {
  private let keys = Mutex<Set<TraceIndexKey>>([])

  func contains(_ key: TraceIndexKey) -> Bool { keys.withLock { $0.contains(key) } }

  /// Forgets the parts of runs that are gone: their numbers do not come again.
  func keep(_ directory: TraceIndexDirectory) {
    let present = directory.runs.flatMap { $0.parts.map(\.key) }
    keys.withLock { $0.formIntersection(present) }
  }

  func insert(_ key: TraceIndexKey) { keys.withLock { _ = $0.insert(key) } }
}
