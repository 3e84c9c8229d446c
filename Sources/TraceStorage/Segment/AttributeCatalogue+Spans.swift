import Scanning
import TraceModel

extension AttributeCatalogue {
  /// Adds the columns that spans will need when they are shredded.
  mutating func add(attributesOf spans: [SpanData]) {
    add(attributesOf: spans, inOrder: spans.indices)
  }

  /// The same, for the spans at some indexes: new columns are numbered in that order.
  mutating func add(attributesOf spans: [SpanData], inOrder indexes: some Sequence<Int>) {
    var known = KnownNames()
    var latestResource: [Attribute] = []
    let spans = spans.span
    for index in indexes {
      add(spans[index].attributes, .span, &known)
      // Spans of one export request share their resource.
      if !spans[index].resource.attributes.isSameArray(as: latestResource) {
        latestResource = spans[index].resource.attributes
        add(latestResource, .resource, &known)
      }
      add(spans[index].scope.attributes, .instrumentation, &known)
      if !spans[index].events.isEmpty { add(spans[index].events) }
    }
  }

  private mutating func add(_ events: [SpanEvent]) {
    _ = column(of: "name", in: .event, type: .array)
    for event in events {
      for attribute in event.attributes {
        _ = column(of: attribute.key, in: .event, type: .array)
      }
    }
  }

  private mutating func add(
    _ attributes: [Attribute], _ scope: AttributeScope, _ known: inout KnownNames
  ) {
    let attributes = attributes.span
    for index in attributes.indices {
      let type = AttributeType(of: attributes[index].value)
      if known.insert(attributes[index].key, scope, type) {
        _ = column(of: attributes[index].key, in: scope, type: type)
      }
    }
  }
}

/// The attributes that were added already.
private struct KnownNames {
  /// By the raw value of the scope.
  private var names = [StringInterner](
    repeating: StringInterner(), count: AttributeScope.allCases.count + 1)
  /// For each name the types met, a bit each; likewise by scope.
  private var types = [[UInt8]](repeating: [], count: AttributeScope.allCases.count + 1)

  /// Whether a name and type are new.
  mutating func insert(_ key: String, _ scope: AttributeScope, _ type: AttributeType) -> Bool {
    let table = Int(scope.rawValue)
    let number = Int(names[table].number(of: key))
    if number == types[table].count { types[table].append(0) }
    let bit: UInt8 = 1 << type.rawValue
    guard types[table][number] & bit == 0 else { return false }
    types[table][number] |= bit
    return true
  }
}
