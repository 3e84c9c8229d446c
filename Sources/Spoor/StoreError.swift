package import QueryEngine
import QuerySyntax
import Scanning
package import TraceStorage

/// Opening, writing or asking a store failed.
public enum StoreError: Error, Hashable, Sendable {
  /// There is no store at the path: import something first, or correct the path.
  case missing(path: String)
  /// The path holds something that is not a store; nothing was changed.
  case notAStore(path: String, reason: String)
  /// A newer build wrote the store: update this one.
  case newerFormat(String)
  /// Stored bytes do not add up: verify the store, and restore it from a backup if need be.
  case damaged(String)
  /// The store cannot be used now: it is locked, its disk is full, its reader slots are taken.
  case unavailable(String)
  /// The store was opened for reading only.
  case readOnly
  /// The query does not say something that can be answered. The message shows the line, the
  /// place, and what was expected.
  case refused(message: String)
  /// The answer needs more memory than the query may use.
  case resourceExhausted(String)
  /// The query was cancelled.
  case cancelled
  /// The time that the query was given is over.
  case deadlineExceeded
}

extension StoreError: CustomStringConvertible {
  /// A sentence that says what happened and what to do.
  public var description: String {
    switch self {
    case .missing(let path):
      "there is no store at \(path); import spans to make one, or name another with --store"
    case .notAStore(let path, let reason): "\(path) is not a store: \(reason)"
    case .newerFormat(let reason): "\(reason); update this build"
    case .damaged(let reason):
      "the store is damaged: \(reason); restore a copy, or import its spans into a new store"
    case .unavailable(let reason): "the store cannot be used now: \(reason)"
    case .readOnly: "the store is open for reading only"
    case .refused(let message): message
    case .resourceExhausted(let reason): reason
    case .cancelled: "the query was cancelled"
    case .deadlineExceeded:
      "the query took longer than allowed; narrow the filter or the time range, or allow more time"
    }
  }
}

extension StoreError {
  package init(_ error: StorageError) {
    switch error {
    case .missing(let path): self = .missing(path: path)
    case .notAStore(let path, let reason): self = .notAStore(path: path, reason: reason)
    case .newerFormat(let reason): self = .newerFormat(reason)
    case .damaged(let reason): self = .damaged(reason)
    case .unavailable(let reason): self = .unavailable(reason)
    case .readOnly: self = .readOnly
    }
  }

  /// A query's failure, its place shown in the query's text.
  package init(_ error: QueryError, text: String) {
    switch error {
    case .refused(let diagnostics): self = .refused(message: diagnostics.rendered(in: text))
    case .overflow(let diagnostic): self = .refused(message: diagnostic.rendered(in: text))
    case .storage(.damaged(let reason)): self = .damaged(reason)
    case .storage(.unreadable(let reason)): self = .unavailable(reason)
    case .resourceExhausted(let limit, let doing):
      self = .resourceExhausted(
        "\(doing) needs more than the \(limit >> 20) MiB that a query may use; narrow the filter "
          + "or the time range, add a limit, group by something with fewer values, or allow more "
          + "(--memory, or memoryByteLimit in Swift)")
    case .cancelled: self = .cancelled
    case .deadlineExceeded: self = .deadlineExceeded
    }
  }
}
