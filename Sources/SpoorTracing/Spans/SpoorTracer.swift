public import Spoor
public import TraceModel
public import Tracing

/// A back end for swift-distributed-tracing that keeps spans in a store of this process.
///
/// Make it global with ``SpoorTracing/bootstrap(_:)``, or use it for a while with `withTracer`:
///
/// ```swift
/// let tracer = SpoorTracer(store: store)
/// await withTracer(tracer) {
///   await withSpan("answer") { span in … }
/// }
/// try await store.flush()
/// ```
///
/// Starting and ending a span never waits for a disk: a span that has ended is put into the store's
/// queue, and the store's writer converts and stores it.
public final class SpoorTracer: Tracer {
  /// The spans of this tracer.
  public typealias Span = SpoorSpan

  private let recorder: SpanRecorder
  private let sampler: any SpanSampler
  private let propagators: [Propagator]
  private let ids: IDGenerator

  /// A tracer whose spans go to a store.
  ///
  /// - Parameters:
  ///   - store: a store that is open for writing; it has to be shut down, or flushed, before the
  ///     process ends.
  ///   - sampler: decides which spans are recorded.
  ///   - resource: what the spans say of this process.
  ///   - propagators: what goes on in headers.
  ///   - limits: how much a span may hold.
  public convenience init(
    store: Store, sampler: any SpanSampler = .parentBased(root: .alwaysOn),
    resource: Resource = .process(serviceName: nil),
    propagators: Set<Propagator> = [.traceContext, .baggage], limits: SpanLimits = SpanLimits()
  ) {
    self.init(
      SpanRecorder(store: store, resource: resource, limits: limits), sampler, propagators)
  }

  /// A tracer that records nothing and lets headers through as they come.
  convenience init(switchedOffWith propagators: Set<Propagator>) {
    self.init(
      SpanRecorder(store: nil, resource: Resource(), limits: SpanLimits()), .alwaysOff, propagators)
  }

  private init(
    _ recorder: SpanRecorder, _ sampler: any SpanSampler, _ propagators: Set<Propagator>
  ) {
    self.recorder = recorder
    self.sampler = sampler
    self.propagators = Propagator.allCases.filter(propagators.contains)
    ids = IDGenerator()
  }
}

// Spans.
extension SpoorTracer {
  /// Starts a span, a child of the context's span if there is one.
  public func startSpan<Instant: TracerInstant>(
    _ operationName: String, context: @autoclosure () -> ServiceContext,
    ofKind kind: Tracing.SpanKind, at instant: @autoclosure () -> Instant, function: String,
    file fileID: String, line: UInt
  ) -> SpoorSpan {
    let context = context()
    let parent = context.spanContext
    let traceID = parent?.traceID ?? ids.makeTraceID()
    let decision = sampler.decide(
      on: SamplingCandidate(parent: parent, traceID: traceID, name: operationName, kind: kind))
    let isRecorded = decision.isRecorded && !recorder.isSwitchedOff
    var flags = parent?.flags.intersection(.randomTraceID) ?? .randomTraceID
    if isRecorded { flags.insert(.sampled) }
    let content = SpanContent(
      name: operationName, kind: kind, parent: parent, fileID: fileID,
      start: isRecorded ? Int64(clamping: instant().nanosecondsSinceEpoch) : 0,
      isRecorded: isRecorded)
    let identity = SpanContext(
      traceID: traceID, spanID: ids.makeSpanID(), flags: flags, traceState: decision.traceState)
    let surroundings = parent == nil || recorder.isSwitchedOff ? context : context.withoutSpan
    let span = SpoorSpan(identity, in: surroundings, content, recorder)
    if isRecorded { recorder.store?.noteStarted(span) }
    return span
  }

  /// The span that a context's children have for a parent, if this tracer started it and it is
  /// still recording.
  public func activeSpan(identifiedBy context: ServiceContext) -> SpoorSpan? {
    guard case .local(let span) = context.currentSpan, span.isRecording else { return nil }
    return span
  }
}

// Headers.
extension SpoorTracer {
  /// Reads what the propagators know from a request.
  public func extract<Carrier, Extract: Extractor>(
    _ carrier: Carrier, into context: inout ServiceContext, using extractor: Extract
  ) where Extract.Carrier == Carrier {
    for propagator in propagators {
      propagator.extract(carrier, into: &context, using: extractor)
    }
  }

  /// Writes what the propagators know into a request.
  public func inject<Carrier, Inject: Injector>(
    _ context: ServiceContext, into carrier: inout Carrier, using injector: Inject
  ) where Inject.Carrier == Carrier {
    for propagator in propagators {
      propagator.inject(context, into: &carrier, using: injector)
    }
  }
}

// Flushing.
extension SpoorTracer {
  /// Has everything that ended stored; holds up the calling thread until it is, or the disk refuses
  /// it.
  ///
  /// For the few that know no better; `Store.flush(within:)` holds up nothing, and tells of errors.
  public func forceFlush() {
    // What fails stays in the queue, is tried again, and counted.
    try? recorder.store?.flushBlocking()
  }
}
