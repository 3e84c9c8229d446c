internal import TraceModel

/// Writes objects whose members OTLP names, leaving out those that have their default.
struct MessageWriter {
  var json = JSONWriter()
  /// Whether the object being written has no member yet.
  private var isFirst = true

  /// Begins a member; its value is to follow.
  mutating func begin(_ name: WireName) {
    if !isFirst { json.append(json: ",") }
    isFirst = false
    json.append(name.rawValue)
    json.append(json: ":")
  }

  /// Writes an object.
  mutating func object(_ writeMembers: (inout MessageWriter) -> Void) {
    json.append(json: "{")
    isFirst = true
    writeMembers(&self)
    json.append(json: "}")
    isFirst = false
  }

  /// Writes a member that is an object.
  mutating func object(_ name: WireName, _ writeMembers: (inout MessageWriter) -> Void) {
    begin(name)
    object(writeMembers)
  }

  /// Writes a member that is a list, unless it is empty.
  mutating func list<Element>(
    _ name: WireName, _ elements: [Element],
    _ writeElement: (inout MessageWriter, Element) -> Void
  ) {
    guard !elements.isEmpty else { return }
    begin(name)
    json.append(json: "[")
    for (index, element) in elements.enumerated() {
      if index > 0 { json.append(json: ",") }
      writeElement(&self, element)
    }
    json.append(json: "]")
    isFirst = false
  }

  /// Writes text, unless it is empty.
  mutating func write(_ name: WireName, _ text: String) {
    guard !text.isEmpty else { return }
    begin(name)
    json.append(text)
  }

  /// Writes a number, unless it is 0.
  mutating func write(_ name: WireName, _ number: UInt32) {
    guard number != 0 else { return }
    begin(name)
    json.append(number)
  }

  /// Writes nanoseconds since 1970: as a string, since JSON's numbers are doubles to many.
  mutating func write(_ name: WireName, time: Int64) {
    begin(name)
    json.append(String(max(0, time)))
  }
}
