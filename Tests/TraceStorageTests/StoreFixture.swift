import TestSupport
import TraceModel
import TraceStorage

/// A store in a folder of its own.
struct StoreFixture {
  let folder = TemporaryFolder()

  var path: String { folder.appending("traces.spoor") }

  func open(readOnly: Bool = false, hotRowCount: Int? = nil) throws -> TraceDatabase {
    var options = OpenOptions(readOnly: readOnly, createIfMissing: !readOnly)
    if let hotRowCount { options.hotRowCount = hotRowCount }
    return try TraceDatabase.open(path, options)
  }
}

/// A finished span of a trace and span number, told apart by its name.
func span(
  _ trace: UInt64, _ number: UInt64, name: String = "", start: Int64 = 0, end: Int64? = 1,
  parent: UInt64? = nil
) -> SpanData {
  guard let traceID = TraceID(high: 0, low: trace), let spanID = SpanID(rawValue: number) else {
    preconditionFailure("identities are never zero")
  }
  return SpanData(
    traceID: traceID, spanID: spanID, parentID: parent.flatMap { SpanID(rawValue: $0) },
    name: name, start: start, end: end)
}

extension TraceDatabase {
  /// The names of a trace's spans, by start and id.
  func names(ofTrace trace: UInt64) throws -> [String] {
    guard let id = TraceID(high: 0, low: trace) else { return [] }
    return try snapshot().spans(of: id).map(\.name)
  }
}
