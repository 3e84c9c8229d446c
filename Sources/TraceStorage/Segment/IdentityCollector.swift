import Scanning
import TraceModel

/// Shreds spans into the columns of what every span has, and of what queries do not name.
struct IdentityCollector: Sendable {
  private(set) var columns = NumberedColumns()
  /// The rows of spans that have a parent.
  private(set) var rowsWithParent: [UInt32] = []

  /// Adds the span of a row; rows must come in ascending order.
  ///
  /// The parent is `parentDistance` rows above; 0 where it is none of these.
  mutating func add(_ span: SpanData, row: Int, parentDistance: UInt32) {
    addIdentity(of: span, row)
    addParent(of: span, row, parentDistance)
    addHidden(of: span, row)
  }

  private mutating func addIdentity(of span: SpanData, _ row: Int) {
    columns.integer(.spanID, Int64(bitPattern: span.spanID.rawValue), row)
    columns.string(.name, span.name, row)
    if !span.scope.name.isEmpty { columns.string(.scope, span.scope.name, row) }
    columns.string(.kind, span.kind.name, row)
    columns.integer(.start, span.start, row)
    columns.integer(.latency, span.end.map { $0 &- span.start }, row)
    if !span.status.message.isEmpty { columns.string(.statusMessage, span.status.message, row) }
  }

  private mutating func addParent(of span: SpanData, _ row: Int, _ distance: UInt32) {
    columns.integer(HiddenColumn.parentDistance.id, Int64(distance), row)
    guard let parent = span.parentID else { return }
    rowsWithParent.append(UInt32(row))
    if distance == 0 {
      columns.integer(HiddenColumn.foreignParent.id, Int64(bitPattern: parent.rawValue), row)
    }
  }

  private mutating func addHidden(of span: SpanData, _ row: Int) {
    columns.hidden(.statusCode, Int64(span.status.code.rawValue), row)
    columns.hidden(.flags, Int64(span.flags), row)
    columns.hidden(.traceState, span.traceState, row)
    columns.hidden(.droppedAttributes, Int64(span.droppedAttributesCount), row)
    columns.hidden(.droppedEvents, Int64(span.droppedEventsCount), row)
    columns.hidden(.droppedLinks, Int64(span.droppedLinksCount), row)
    columns.hidden(.resourceDroppedAttributes, Int64(span.resource.droppedAttributesCount), row)
    columns.hidden(.resourceSchemaURL, span.resource.schemaURL, row)
    columns.hidden(.scopeVersion, span.scope.version, row)
    columns.hidden(.scopeDroppedAttributes, Int64(span.scope.droppedAttributesCount), row)
    columns.hidden(.scopeSchemaURL, span.scope.schemaURL, row)
  }
}
