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
  /// About how many bytes of memory events and links take.
  private var addedByteCount = 0
  /// About how many bytes of memory the attributes take, once the span has ended.
  private var attributeByteCount = 0
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

  /// About how many bytes of memory the content takes; O(1).
  var approximateByteCount: Int {
    256 + name.utf8.count + addedByteCount + attributeByteCount
  }

  /// Whether the span takes what it is told.
  var isOpen: Bool { isRecorded && end == nil }

  mutating func rename(to name: String) {
    if isOpen { self.name = name }
  }

  /// Takes an event that has room; its attributes are spelled out, and take so many bytes.
  mutating func add(_ event: Tracing.SpanEvent, byteCount: Int, _ limits: SpanLimits) {
    guard isOpen else { return }
    guard events.count < limits.eventCount else { return droppedEventsCount += 1 }
    events.append(event)
    addedByteCount += 64 + event.name.utf8.count + byteCount
  }

  /// Takes a link that has room and leads to a span; its attributes are spelled out, and take so
  /// many bytes.
  mutating func add(
    _ attributes: SpanAttributes, ofLinkTo target: SpanContext?, byteCount: Int,
    _ limits: SpanLimits
  ) {
    guard isOpen else { return }
    guard links.count < limits.linkCount, let target else { return droppedLinksCount += 1 }
    links.append(Link(target: target, attributes: attributes))
    addedByteCount += 96 + byteCount
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
    let whole = self
    attributes = [:]
    events = []
    links = []
    return whole
  }

  /// Puts texts in the place of attributes that can be described, and counts bytes.
  ///
  /// Not while the span is locked: it is the caller's code that describes them, and may use the span.
  mutating func spellOut() {
    attributeByteCount = attributes.spellOut()
  }
}
