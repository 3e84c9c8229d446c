extension SpanData {
  /// About how many bytes of memory and text a span takes: what writers bound themselves by.
  package var approximateByteCount: Int {
    var total = 256 + name.utf8.count + traceState.utf8.count + status.message.utf8.count
    total += attributes.reduce(0) { $0 + $1.approximateByteCount }
    for event in events {
      total += 64 + event.name.utf8.count
      total += event.attributes.reduce(0) { $0 + $1.approximateByteCount }
    }
    for link in links { total += link.attributes.reduce(64) { $0 + $1.approximateByteCount } }
    return total
  }
}

extension Attribute {
  fileprivate var approximateByteCount: Int { 48 + key.utf8.count + value.approximateByteCount }
}

extension AttributeValue {
  fileprivate var approximateByteCount: Int {
    switch self {
    case .string(let text): text.utf8.count
    case .bytes(let bytes): bytes.count
    case .array(let values): values.reduce(16) { $0 + 16 + $1.approximateByteCount }
    case .map(let attributes): attributes.reduce(16) { $0 + $1.approximateByteCount }
    case .boolean, .integer, .double, .empty: 0
    }
  }
}
