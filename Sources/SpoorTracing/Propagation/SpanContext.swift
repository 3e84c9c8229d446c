public import TraceModel

/// What identifies a span to others: its ids, and what W3C trace context sends beside them.
public struct SpanContext: Hashable, Sendable {
  /// The trace that the span belongs to.
  public var traceID: TraceID
  /// The span.
  public var spanID: SpanID
  /// W3C's trace flags.
  public var flags: TraceFlags
  /// W3C's trace state.
  public var traceState: TraceState
  /// Whether the span is of another process, and its ids came in headers.
  public var isRemote: Bool

  /// The identity of a span.
  public init(
    traceID: TraceID, spanID: SpanID, flags: TraceFlags = [],
    traceState: TraceState = TraceState(), isRemote: Bool = false
  ) {
    self.traceID = traceID
    self.spanID = spanID
    self.flags = flags
    self.traceState = traceState
    self.isRemote = isRemote
  }

  /// Whether the span is recorded.
  public var isSampled: Bool { flags.contains(.sampled) }
}

/// The flags of W3C trace context, of which two are defined.
public struct TraceFlags: OptionSet, Hashable, Sendable {
  /// The byte that the header spells in hexadecimal.
  public let rawValue: UInt8

  /// The flags of a byte, unknown ones included.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The sender recorded the span.
  public static let sampled = TraceFlags(rawValue: 0x01)
  /// The last 56 bits of the trace id are random, so that samplers may go by them.
  ///
  /// Of level 2 of the specification; level 1 has readers ignore it.
  public static let randomTraceID = TraceFlags(rawValue: 0x02)

  /// Those that are defined; a sender leaves the others out.
  static let defined: TraceFlags = [.sampled, .randomTraceID]
}

extension TraceFlags {
  /// The two digits that headers and logs show.
  var hexadecimal: String { (rawValue < 0x10 ? "0" : "") + String(rawValue, radix: 16) }
}
