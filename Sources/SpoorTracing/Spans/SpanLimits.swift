/// How much a span may hold; what is more is left out and counted, or cut.
///
/// The defaults are OpenTelemetry's.
public struct SpanLimits: Hashable, Sendable {
  /// Attributes of a span; more are left out, and `droppedAttributesCount` counts them.
  public var attributeCount = 128
  /// Characters of a text that is an attribute's value, or an element of one; the rest is cut.
  ///
  /// Nil for no limit: prompts and answers are long.
  public var attributeValueLength: Int?
  /// Events of a span; later ones are left out, and `droppedEventsCount` counts them.
  public var eventCount = 128
  /// Links of a span; later ones are left out, and `droppedLinksCount` counts them.
  public var linkCount = 128
  /// Attributes of an event.
  public var eventAttributeCount = 128
  /// Attributes of a link.
  public var linkAttributeCount = 128

  /// OpenTelemetry's limits.
  public init() {}
}
