import TraceModel

/// What queries call `event.x`: a list with the value of each of a span's events that has it.
enum EventLists {
  /// The attribute's name that stands for the names of the events themselves.
  static let nameKey = "name"

  /// The list of one attribute; nil when no event has it.
  static func values(of key: String, in events: [SpanEvent]) -> [AttributeValue]? {
    guard !events.isEmpty else { return nil }
    guard key != nameKey else { return events.map { .string($0.name) } }
    var values: [AttributeValue] = []
    for event in events {
      for attribute in event.attributes where haveSameBytes(attribute.key, key) {
        values.append(attribute.value)
      }
    }
    return values.isEmpty ? nil : values
  }

  /// The lists of all attributes, the names of the events first, the others in the order met.
  static func all(of events: [SpanEvent]) -> [(key: String, values: [AttributeValue])] {
    guard !events.isEmpty else { return [] }
    var keys = StringInterner()
    var lists = [[AttributeValue]]()
    for event in events {
      for attribute in event.attributes where attribute.key != nameKey {
        let number = Int(keys.number(of: attribute.key))
        if number == lists.count { lists.append([]) }
        lists[number].append(attribute.value)
      }
    }
    let names = (key: nameKey, values: events.map { AttributeValue.string($0.name) })
    return [names] + zip(keys.strings, lists).map { ($0, $1) }
  }
}
