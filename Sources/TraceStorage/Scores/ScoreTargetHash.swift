import ByteCoding
import TraceModel

/// The hash of a trace id by which scores are sorted; its upper half is the trace index's.
func scoreHash(traceHigh: UInt64, traceLow: UInt64) -> UInt64 {
  mix64(traceHigh ^ mix64(traceLow))
}

/// The hash of a session by which scores are sorted.
func scoreHash(session: String) -> UInt64 { mix64(xxHash64(session)) }

extension Score.Target {
  /// Scores of a trace and of its spans have the same hash: what belongs to a trace is together.
  var hash: UInt64 {
    switch self {
    case .span(let trace, _), .trace(let trace):
      scoreHash(traceHigh: trace.high, traceLow: trace.low)
    case .session(let session): scoreHash(session: session)
    }
  }

  var traceID: TraceID? {
    switch self {
    case .span(let trace, _), .trace(let trace): trace
    case .session: nil
    }
  }
}
