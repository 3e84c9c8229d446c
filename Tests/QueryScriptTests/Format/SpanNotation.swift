import TraceModel

/// Reads a span of one line: `trace=1 span=2 parent=1 name="chat" latency=2.3s status=error …`.
enum SpanNotation {
  /// When a span starts that does not say so: the first one here, each next a second later.
  static let firstStart: Int64 = 1_793_491_200_000_000_000  // 2026-11-01T00:00:00Z

  static func read(_ line: String, ordinal: Int) throws(NotationError) -> SpanData {
    var draft = try Draft(ordinal: ordinal)
    var words = ValueNotation(line)
    while let word = try words.next() { try draft.set(word) }
    return draft.finished
  }

  private struct Draft {
    var span: SpanData
    var latency: Int64 = 1_000_000_000
    var end: Int64?
    var isRunning = false

    init(ordinal: Int) throws(NotationError) {
      guard let trace = TraceID(high: 0, low: 1), let id = SpanID(rawValue: UInt64(ordinal)) else {
        throw NotationError("an id is never zero")
      }
      let start = SpanNotation.firstStart + Int64(ordinal - 1) * 1_000_000_000
      span = SpanData(traceID: trace, spanID: id, name: "span", start: start, end: nil)
    }

    var finished: SpanData {
      var span = span
      span.end = isRunning ? nil : end ?? span.start + latency
      return span
    }

    mutating func set(_ word: ValueNotation.Word) throws(NotationError) {
      let text = word.text
      switch word.name {
      case "trace", "span", "parent": try setIdentity(word.name, text)
      case "name": span.name = text
      case "kind":
        guard let kind = SpanKind.allCases.first(where: { $0.name == text }) else {
          throw NotationError("there is no kind \(text)")
        }
        span.kind = kind
      case "start": span.start = try instant(text)
      case "latency": latency = try duration(text)
      case "end" where text == "-": isRunning = true
      case "end": end = try instant(text)
      case "status": try setStatus(text)
      case "status_message": span.status.message = text
      case "service":
        span.resource.attributes.append(Attribute(key: "service.name", value: word.value))
      case "scope": span.scope.name = text
      case "trace_state": span.traceState = text
      case "event": span.events.append(SpanEvent(time: span.start, name: text))
      default: try setAttribute(word.name, word.value)
      }
    }

    private mutating func setIdentity(_ name: String, _ text: String) throws(NotationError) {
      if name == "parent", text == "-" { return }
      switch name {
      case "trace": span.traceID = try traceID(text)
      case "span": span.spanID = try spanID(text)
      default: span.parentID = try spanID(text)
      }
    }

    private mutating func setStatus(_ text: String) throws(NotationError) {
      switch text {
      case "ok": span.status.code = .ok
      case "error": span.status.code = .error
      case "unset": span.status.code = .unset
      default: throw NotationError("there is no status \(text); a running span has end=-")
      }
    }

    private mutating func setAttribute(
      _ name: String, _ value: AttributeValue
    ) throws(NotationError) {
      let (scope, key) = name.splitOnce(at: ".")
      guard !key.isEmpty else { throw NotationError("there is no member \(name) of a span") }
      switch scope {
      case "attr": span.attributes.append(Attribute(key: key, value: value))
      case "resource": span.resource.attributes.append(Attribute(key: key, value: value))
      case "scope": span.scope.attributes.append(Attribute(key: key, value: value))
      case "event":
        guard let last = span.events.indices.last else {
          throw NotationError("\(name) stands before its event")
        }
        span.events[last].attributes.append(Attribute(key: key, value: value))
      default: span.attributes.append(Attribute(key: name, value: value))
      }
    }
  }
}

/// The id of some last digits.
func traceID(_ text: String) throws(NotationError) -> TraceID {
  guard let id = TraceID(padded(text, 32)) else { throw NotationError("\(text) is no trace id") }
  return id
}

/// The id of some last digits.
func spanID(_ text: String) throws(NotationError) -> SpanID {
  guard let id = SpanID(padded(text, 16)) else { throw NotationError("\(text) is no span id") }
  return id
}

private func padded(_ text: String, _ width: Int) -> String {
  String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}

/// An instant in full, or `+90s` behind the start of the first span.
func instant(_ text: String) throws(NotationError) -> Int64 {
  if text.hasPrefix("+") { return SpanNotation.firstStart + (try duration(text.dropFirst())) }
  guard let instant = InstantText.parse(text) else {
    throw NotationError("\(text) is no instant, as 2026-11-01T00:00:00Z")
  }
  return instant
}

/// A decimal and its unit.
private func duration(_ text: some StringProtocol) throws(NotationError) -> Int64 {
  let digits = text.prefix { $0.isNumber || $0 == "." || $0 == "-" }
  let units: [String: Int64] = [
    "ns": 1, "us": 1_000, "ms": 1_000_000, "s": 1_000_000_000, "m": 60_000_000_000,
    "h": 3_600_000_000_000, "d": 86_400_000_000_000,
  ]
  if let unit = units[String(text.dropFirst(digits.count))] {
    if let whole = Int64(digits) { return whole * unit }
    if let number = Double(digits) { return Int64((number * Double(unit)).rounded()) }
  }
  throw NotationError("\(text) is no duration, as 2.5s")
}
