internal import TraceModel

/// A span of which not all members have been read.
struct SpanDraft {
  var traceID: TraceID?
  var spanID: SpanID?
  var parentID: SpanID?
  var traceState = ""
  var flags: UInt32 = 0
  var name = ""
  var kind = SpanKind.unspecified
  var start: Int64 = 0
  /// 0 while the span is running, as OTLP has it.
  var end: Int64 = 0
  var attributes: [Attribute] = []
  var droppedAttributesCount: UInt32 = 0
  var events: [SpanEvent] = []
  var droppedEventsCount: UInt32 = 0
  var links: [SpanLink] = []
  var droppedLinksCount: UInt32 = 0
  /// Links that were sent and not kept.
  var unreadableLinksCount: UInt32 = 0
  var status = SpanStatus()

  /// The finished span, its resource and scope still to come.
  consuming func span(_ traceID: TraceID, _ spanID: SpanID) -> SpanData {
    var span = SpanData(
      traceID: traceID, spanID: spanID, parentID: parentID, name: name, start: start,
      end: end == 0 ? nil : end, kind: kind, attributes: attributes, status: status)
    span.traceState = traceState
    span.flags = flags
    span.droppedAttributesCount = droppedAttributesCount
    span.events = events
    span.droppedEventsCount = droppedEventsCount
    span.links = links
    span.droppedLinksCount = droppedLinksCount &+ unreadableLinksCount
    return span
  }
}
