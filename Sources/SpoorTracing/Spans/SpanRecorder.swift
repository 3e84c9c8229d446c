import Spoor
import TraceModel

/// What the spans of a tracer have in common.
final class SpanRecorder: Sendable {
  /// Where spans go; nil where tracing is switched off.
  let store: Store?
  let resource: Resource
  let limits: SpanLimits

  init(store: Store?, resource: Resource, limits: SpanLimits) {
    self.store = store
    self.resource = resource
    self.limits = limits
  }

  /// Whether a span only stands for its parent, so that headers go on as they came.
  var isSwitchedOff: Bool { store == nil }
}
