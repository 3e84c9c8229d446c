import Scanning
import TraceModel

/// Where a column's value belongs in a span.
enum SpanPart: Sendable {
  case name, kind, traceState, flags
  case statusCode, statusMessage
  case droppedAttributes, droppedEvents, droppedLinks
  case resourceSchemaURL, resourceDroppedAttributes
  case scopeName, scopeVersion, scopeSchemaURL, scopeDroppedAttributes
  case attribute(String)
  case resourceAttribute(String)
  case scopeAttribute(String)

  /// The parts that are columns of every store, each with its column.
  fileprivate static let fixed: [(column: ColumnID, part: SpanPart)] = [
    (ColumnID(.name), .name), (ColumnID(.kind), .kind),
    (HiddenColumn.traceState.id, .traceState), (HiddenColumn.flags.id, .flags),
    (HiddenColumn.statusCode.id, .statusCode), (ColumnID(.statusMessage), .statusMessage),
    (HiddenColumn.droppedAttributes.id, .droppedAttributes),
    (HiddenColumn.droppedEvents.id, .droppedEvents),
    (HiddenColumn.droppedLinks.id, .droppedLinks),
    (HiddenColumn.resourceSchemaURL.id, .resourceSchemaURL),
    (HiddenColumn.resourceDroppedAttributes.id, .resourceDroppedAttributes),
    (ColumnID(.scope), .scopeName), (HiddenColumn.scopeVersion.id, .scopeVersion),
    (HiddenColumn.scopeSchemaURL.id, .scopeSchemaURL),
    (HiddenColumn.scopeDroppedAttributes.id, .scopeDroppedAttributes),
  ]

  /// Where an attribute belongs; nil for those that are kept elsewhere.
  fileprivate init?(_ attribute: AttributeColumn) {
    switch attribute.scope {
    case .span: self = .attribute(attribute.key)
    case .resource: self = .resourceAttribute(attribute.key)
    case .instrumentation: self = .scopeAttribute(attribute.key)
    case .event, .score: return nil
    }
  }

  /// Whether it is one of the span's own attributes.
  fileprivate var isAttribute: Bool { if case .attribute = self { true } else { false } }
}

/// How the spans of a segment are put together: what can be told of its columns before a row is
/// known.
///
/// It follows from bytes that never change, and serves every snapshot that has the segment.
final class SpanPlan: Sendable {
  /// A column to read; an object, so that to hand it on is to count one reference.
  final class Column: Sendable {
    let entry: ColumnDirectory.Entry
    let type: AttributeType
    /// Its place in `SpanPlan.presences`; nil where every row has a value.
    let presence: Int?
    /// Where its values are remembered, and from where on the parts of its dictionary.
    let valuesSlot: Int
    let dictionarySlot: Int
    /// The values of its codes, where these are few.
    let values: [AttributeValue]
    /// The value of all rows that have one, where it is one and the same.
    let constant: AttributeValue?

    fileprivate init(
      _ entry: ColumnDirectory.Entry, _ type: AttributeType, presence: Int?, slot: Int,
      values: [AttributeValue], constant: AttributeValue?
    ) {
      self.entry = entry
      self.type = type
      self.presence = presence
      valuesSlot = slot
      dictionarySlot = slot + 1
      self.values = values
      self.constant = constant
    }
  }

  let traceIDs: Column?
  let spanIDs: Column?
  let starts: Column?
  let latencies: Column?
  let parentDistances: Column?
  let foreignParents: Column?
  /// The other columns, each with where its values belong; attributes ascending.
  let parts: [(part: SpanPart, column: Column)]
  let presences: [PresenceSet]
  /// How many of the span's own attributes have values in the rows of each of `presences`, and,
  /// last, in all rows.
  let attributeCounts: [Int]
  /// The slots of the halves of trace ids come first, then those of `presences`.
  let slotCount: Int

  static let traceHighSlot = 0
  static let traceLowSlot = 1
  static let firstPresenceSlot = 2

  init(_ segment: StoredSegment, _ catalogue: AttributeCatalogue) throws(ScanError) {
    var builder = SpanPlanBuilder(segment)
    traceIDs = try builder.column(ColumnID(.traceID))
    spanIDs = try builder.column(ColumnID(.spanID))
    starts = try builder.column(ColumnID(.start))
    latencies = try builder.column(ColumnID(.latency))
    parentDistances = try builder.column(HiddenColumn.parentDistance.id)
    foreignParents = try builder.column(HiddenColumn.foreignParent.id)
    var parts: [(part: SpanPart, column: Column)] = []
    for (id, part) in SpanPart.fixed {
      if let column = try builder.column(id) { parts.append((part, column)) }
    }
    for entry in segment.directory.entries
    where entry.column.rawValue >= ColumnID.firstAttribute {
      guard let attribute = catalogue[entry.column] else { throw segment.missing(entry.column) }
      guard let part = SpanPart(attribute) else { continue }
      parts.append((part, try builder.column(entry, attribute.type)))
    }
    self.parts = parts
    presences = builder.presences
    var counts = Array(repeating: 0, count: presences.count + 1)
    for (part, column) in parts where part.isAttribute {
      counts[column.presence ?? presences.count] += 1
    }
    attributeCounts = counts
    slotCount = builder.slotCount
  }

  /// Memory held, roughly.
  var byteCount: Int {
    parts.reduce(MemoryLayout<SpanPlan>.size) { sum, part in
      sum + MemoryLayout<(SpanPart, Column)>.stride
        + part.column.values.count * SpanPlanBuilder.valueByteCount
    }
  }
}

/// Numbers the slots of a plan.
private struct SpanPlanBuilder {
  let segment: StoredSegment
  let presences: [PresenceSet]
  private(set) var slotCount: Int

  /// A dictionary of no more entries is decoded once and kept: as many as are stored from one whole
  /// entry to the next.
  private static let greatestKeptCount = StorageLimits.dictionaryRestartInterval
  /// Bytes of such a dictionary, as stored.
  private static let greatestKeptByteCount = 4_096
  /// What a kept value takes, roughly.
  static let valueByteCount = MemoryLayout<AttributeValue>.stride + 64

  init(_ segment: StoredSegment) {
    self.segment = segment
    var seen: Set<PresenceSet> = []
    presences = segment.directory.entries.compactMap(\.presence).filter { seen.insert($0).inserted }
    slotCount = SpanPlan.firstPresenceSlot + presences.count
  }

  /// A column that is not one of attributes; nil where the segment has none of it.
  mutating func column(_ id: ColumnID) throws(ScanError) -> SpanPlan.Column? {
    guard let entry = segment.directory[id] else { return nil }
    return try column(entry, entry.summary.form == .codes ? .string : .integer)
  }

  mutating func column(
    _ entry: ColumnDirectory.Entry, _ type: AttributeType
  ) throws(ScanError) -> SpanPlan.Column {
    var values: [AttributeValue] = []
    var constant: AttributeValue?
    switch entry.summary.form {
    case .codes where entry.column != ColumnID(.traceID):
      values = try fewValues(of: entry)
      if entry.summary.distinctCount == 1 { constant = values.first }
    case .integers:
      if let range = entry.summary.range, range.lowerBound == range.upperBound {
        constant = AttributeValue(range.lowerBound, type)
      }
    case .codes, .doubles, .payload: break
    }
    let slot = slotCount
    slotCount += 1 + Int(entry.dictionaryParts)
    return SpanPlan.Column(
      entry, type, presence: entry.presence.flatMap { presences.firstIndex(of: $0) }, slot: slot,
      values: values, constant: constant)
  }

  private func fewValues(of entry: ColumnDirectory.Entry) throws(ScanError) -> [AttributeValue] {
    let count = entry.summary.distinctCount
    guard count <= Self.greatestKeptCount else { return [] }
    let dictionary = try segment.dictionary(of: entry.column)
    guard dictionary.byteCount <= Self.greatestKeptByteCount else { return [] }
    return try dictionary.values(of: 0..<UInt32(count))
  }
}

extension AttributeValue {
  /// The value that a column of a type stores as a number.
  init(_ number: Int64, _ type: AttributeType) {
    self = type == .boolean ? .boolean(number != 0) : .integer(number)
  }
}
