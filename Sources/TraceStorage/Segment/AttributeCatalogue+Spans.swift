import Scanning
import TraceModel

extension AttributeCatalogue {
  /// Adds the columns that spans will need when they are shredded.
  mutating func add(attributesOf spans: [SpanData]) {
    var known: Set<Known> = []
    for span in spans {
      add(span.attributes, .span, &known)
      add(span.resource.attributes, .resource, &known)
      add(span.scope.attributes, .instrumentation, &known)
      guard !span.events.isEmpty else { continue }
      _ = column(of: "name", in: .event, type: .array)
      for event in span.events {
        for attribute in event.attributes {
          _ = column(of: attribute.key, in: .event, type: .array)
        }
      }
    }
  }

  private struct Known: Hashable {
    var scope: AttributeScope
    var key: ByteText
    var type: AttributeType
  }

  private mutating func add(
    _ attributes: [Attribute], _ scope: AttributeScope, _ known: inout Set<Known>
  ) {
    for attribute in attributes {
      let type = AttributeType(of: attribute.value)
      let name = Known(scope: scope, key: ByteText(attribute.key), type: type)
      let isNew = known.insert(name).inserted
      if isNew { _ = column(of: attribute.key, in: scope, type: type) }
    }
  }
}
