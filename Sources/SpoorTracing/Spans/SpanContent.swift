import TraceModel
import Tracing

/// What a span has been told, as it was told: it is converted when it is written.
///
/// Once the span has ended nothing changes any more; where it is not recorded, nothing ever does.
struct SpanContent: Sendable {
  struct Link: Sendable {
    var target: SpanContext
    var attributes: SpanAttributes
  }

  private(set) var name: String
  let kind: Tracing.SpanKind
  let parentID: SpanID?
  let isParentRemote: Bool
  /// `Module/File.swift` of the code that started the span.
  let fileID: String
  /// Nanoseconds since 1970 UTC.
  let start: Int64
  /// Nanoseconds since 1970 UTC; nil until the span ends.
  private(set) var end: Int64?
  private let isRecorded: Bool
  private(set) var attributes: SpanAttributes = [:]
  private(set) var droppedAttributesCount = 0
  private(set) var events: [Tracing.SpanEvent] = []
  private(set) var droppedEventsCount = 0
  private(set) var links: [Link] = []
  private(set) var droppedLinksCount = 0
  private(set) var status: Tracing.SpanStatus?

  init(
    name: String, kind: Tracing.SpanKind, parent: SpanContext?, fileID: String,
    start: Int64, isRecorded: Bool
  ) {
    self.name = name
    self.kind = kind
    parentID = parent?.spanID
    isParentRemote = parent?.isRemote ?? false
    self.fileID = fileID
    self.start = start
    self.isRecorded = isRecorded
  }

  /// Whether the span takes what it is told.
  var isOpen: Bool { isRecorded && end == nil }

  mutating func rename(to name: String) {
    if isOpen { self.name = name }
  }

  /// Takes an event that has room.
  mutating func add(_ event: Tracing.SpanEvent, _ limits: SpanLimits) {
    guard isOpen else { return }
    guard events.count < limits.eventCount else { return droppedEventsCount += 1 }
    var event = event
    event.attributes.spellOut()
    events.append(event)
  }

  /// Takes a link that has room and leads to a span.
  mutating func add(_ link: Tracing.SpanLink, _ limits: SpanLimits) {
    guard isOpen else { return }
    guard links.count < limits.linkCount, let target = link.context.spanContext else {
      return droppedLinksCount += 1
    }
    var attributes = link.attributes
    attributes.spellOut()
    links.append(Link(target: target, attributes: attributes))
  }

  /// Sets the status by OpenTelemetry's rules: OK is final.
  ///
  /// An error without a message leaves the message of an error before: who knows only that there
  /// was one, such as `withSpan`, comes after who knows which.
  mutating func set(_ status: Tracing.SpanStatus) {
    guard isOpen else { return }
    switch (self.status?.code, status.code) {
    case (.ok, _): break
    case (.error, .error) where status.message == nil: break
    default: self.status = status
    }
  }
}

/// Attributes on loan to who changes them.
struct AttributeLoan: Sendable {
  var attributes: SpanAttributes
  fileprivate let isCopy: Bool
}

// Attributes.
extension SpanContent {
  /// Takes attributes in place of those before.
  mutating func set(_ newAttributes: SpanAttributes, _ limits: SpanLimits) {
    guard isOpen else { return }
    if newAttributes.count <= limits.attributeCount {
      attributes = newAttributes
    } else {
      setSome(of: newAttributes, atMost: limits.attributeCount)
    }
  }

  /// Lends the attributes for a change.
  ///
  /// As a rule nothing is left behind, so that the change copies nothing. Near the limit a copy is
  /// lent: it has to be known then which ones are new.
  mutating func lendAttributes(_ limits: SpanLimits) -> AttributeLoan {
    guard isOpen, attributes.count + Self.leastMargin <= limits.attributeCount else {
      return AttributeLoan(attributes: attributes, isCopy: true)
    }
    let lent = attributes
    attributes = [:]
    return AttributeLoan(attributes: lent, isCopy: false)
  }

  /// Takes back attributes that were changed, beside what others have set meanwhile.
  mutating func takeBack(_ loan: AttributeLoan, _ limits: SpanLimits) {
    guard !loan.isCopy, !attributes.isEmpty else { return set(loan.attributes, limits) }
    var merged = loan.attributes
    merged.merge(attributes)
    set(merged, limits)
  }

  /// More than a change adds, as a rule.
  private static let leastMargin = 32

  /// Those that were there stay, and of the others the first by name, so that the same spans keep
  /// the same attributes.
  private mutating func setSome(of newAttributes: SpanAttributes, atMost limit: Int) {
    var names: [String] = []
    newAttributes.forEach { name, _ in names.append(name) }
    let isOld = { [attributes] (name: String) in attributes.get(name) != nil }
    let kept = names.filter(isOld).sorted() + names.filter { !isOld($0) }.sorted()
    droppedAttributesCount += names.count - max(0, limit)
    var some: SpanAttributes = [:]
    for name in kept.prefix(max(0, limit)) { some.set(name, value: newAttributes.get(name)) }
    attributes = some
  }
}

// The end.
extension SpanContent {
  /// Ends the span, and keeps of what it has been told only what is short.
  ///
  /// A clock that was put back does not make a span end before it starts.
  ///
  /// - Returns: all of it; nil where the span is not open.
  mutating func finish(at instant: Int64) -> SpanContent? {
    guard isOpen else { return nil }
    end = max(start, instant)
    var whole = self
    attributes = [:]
    events = []
    links = []
    whole.attributes.spellOut()
    return whole
  }
}
