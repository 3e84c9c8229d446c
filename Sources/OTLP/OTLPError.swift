/// A message could not be read; nothing of it was kept.
package enum OTLPError: Error, Hashable, Sendable {
  /// The bytes are not JSON. Cure: mend what wrote them.
  case malformed(reason: String, offset: Int)
  /// JSON that ends too soon: a file cut short, or a message over several lines in a file that
  /// has one a line.
  case truncated(offset: Int)
  /// JSON, but no export of traces.
  case notTraces(reason: String)
  /// Objects and lists nest deeper than any telemetry does.
  case tooDeep(limit: Int, offset: Int)
  /// More bytes than a message may have.
  case tooLarge(limit: Int)
  /// An export of traces in which something outside of every span (a resource, a scope, a list
  /// of spans) is not what OTLP says. Inside a span the same is a `Rejection` of that span alone.
  case invalid(Rejection)
}

extension OTLPError: CustomStringConvertible {
  /// One sentence without a full stop.
  package var description: String {
    switch self {
    case .malformed(let reason, let offset): "not JSON: \(reason) at byte \(offset)"
    case .truncated(let offset): "the JSON ends too soon, at byte \(offset)"
    case .notTraces(let reason): reason
    case .tooDeep(let limit, let offset):
      "objects and lists nest deeper than \(limit) levels at byte \(offset)"
    case .tooLarge(let limit): "the message is longer than \(limit) bytes"
    case .invalid(let rejection): rejection.description
    }
  }
}
