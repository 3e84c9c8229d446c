public import Tracing

/// Who the parent of a span started in a context is.
///
/// One pointer wide, so that a context holds it in place.
enum CurrentSpan: Sendable {
  /// A span of this process.
  case local(SpoorSpan)
  /// A span whose ids came in headers, or were given by a caller.
  indirect case identified(SpanContext)

  var spanContext: SpanContext? {
    switch self {
    case .local(let span): span.identity
    case .identified(let context): context
    }
  }
}

private enum CurrentSpanKey: ServiceContextKey {
  typealias Value = CurrentSpan
  static var nameOverride: String? { "spoor-span" }
}

extension ServiceContext {
  /// The span that spans started in this context are children of.
  ///
  /// A tracer reads it, and headers are made of it. Set it for a parent whose ids came by another
  /// way than headers, a message queue's say.
  public var spanContext: SpanContext? {
    get { currentSpan?.spanContext }
    set { currentSpan = newValue.map(CurrentSpan.identified) }
  }

  var currentSpan: CurrentSpan? {
    get { self[CurrentSpanKey.self] }
    set { self[CurrentSpanKey.self] = newValue }
  }

  /// The context without its span; it has one.
  var withoutSpan: ServiceContext {
    // As a rule nothing else is in it, and nothing has to be copied.
    guard count > 1 else { return .topLevel }
    var context = self
    context.currentSpan = nil
    return context
  }
}
