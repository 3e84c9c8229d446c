package import QuerySyntax
package import Scanning

/// A query gave no answer.
package enum QueryError: Error, Hashable, Sendable {
  /// The query does not say something that can be answered: names, types or places are wrong.
  case refused(Diagnostics)
  /// The store could not be read.
  case storage(ScanError)
  /// The answer needs more memory than allowed. Narrow the filter or the time range, group by
  /// something with fewer values, or add a limit.
  case resourceExhausted(limitByteCount: Int, doing: String)
  /// The caller cancelled.
  case cancelled
  /// The time that the query was given is over.
  case deadlineExceeded
  /// A whole number left the 64-bit range while this part of the query was computed.
  case overflow(Diagnostic)
}
