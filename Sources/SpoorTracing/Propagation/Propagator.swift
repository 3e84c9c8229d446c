import Tracing

/// A convention for what goes from one process to the next in headers.
public enum Propagator: String, CaseIterable, Hashable, Sendable {
  /// W3C trace context: `traceparent` and `tracestate`.
  case traceContext = "tracecontext"
  /// W3C baggage, sent on as it came; nothing here reads it or adds to it.
  case baggage
}

extension Propagator {
  func extract<Carrier, Extract: Extractor>(
    _ carrier: Carrier, into context: inout ServiceContext, using extractor: Extract
  ) where Extract.Carrier == Carrier {
    switch self {
    case .traceContext:
      guard let parent = SpanContext(extractedFrom: carrier, using: extractor) else { return }
      context.spanContext = parent
    case .baggage:
      guard let baggage = Baggage(extractedFrom: carrier, using: extractor) else { return }
      context.baggage = baggage
    }
  }

  func inject<Carrier, Inject: Injector>(
    _ context: ServiceContext, into carrier: inout Carrier, using injector: Inject
  ) where Inject.Carrier == Carrier {
    switch self {
    case .traceContext: context.spanContext?.inject(into: &carrier, using: injector)
    case .baggage: context.baggage?.inject(into: &carrier, using: injector)
    }
  }
}

extension SpanContext {
  private static let traceStateName = "tracestate"

  /// Reads W3C trace context; nil where there is none that is valid, and a new trace begins.
  ///
  /// A trace state that is not valid is dropped, and the rest counts; without a valid
  /// `traceparent` there is no trace state either.
  fileprivate init?<Carrier, Extract: Extractor>(
    extractedFrom carrier: Carrier, using extractor: Extract
  ) where Extract.Carrier == Carrier {
    guard let header = extractor.extract(key: TraceParent.headerName, from: carrier),
      let parent = TraceParent(header)
    else { return nil }
    let state = extractor.extract(key: Self.traceStateName, from: carrier).flatMap {
      TraceState($0)
    }
    self.init(
      traceID: parent.traceID, spanID: parent.spanID, flags: parent.flags,
      traceState: state ?? TraceState(), isRemote: true)
  }

  fileprivate func inject<Carrier, Inject: Injector>(
    into carrier: inout Carrier, using injector: Inject
  ) where Inject.Carrier == Carrier {
    injector.inject(TraceParent(self).header, forKey: TraceParent.headerName, into: &carrier)
    if !traceState.isEmpty {
      injector.inject(traceState.header, forKey: Self.traceStateName, into: &carrier)
    }
  }
}
