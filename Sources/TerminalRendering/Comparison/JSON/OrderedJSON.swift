import TraceModel

/// JSON of any `Encodable` value, members in the order in which it encodes them.
///
/// Foundation's encoder has no such order, and what an answer is compared with must have the same
/// bytes. Optional members are there as null, so that all objects of a kind have the same keys.
enum OrderedJSON {
  /// `value` as JSON on one line.
  static func text(_ value: some Encodable) -> String {
    node(value).text
  }

  /// The members of an object, without its braces.
  static func members(_ value: some Encodable) -> String {
    String(text(value).dropFirst().dropLast())
  }

  static func node(_ value: some Encodable) -> OrderedJSONNode {
    if let scalar = scalar(value) { return OrderedJSONNode(.scalar(scalar)) }
    let node = OrderedJSONNode(.scalar("null"))
    // Only containers throw, and these do not.
    try? value.encode(to: OrderedJSONEncoder(node: node))
    return node
  }

  /// The text of what is neither an object nor an array; nil for what encodes itself.
  private static func scalar(_ value: some Encodable) -> String? {
    switch value {
    case let text as String: TraceModel.JSONWriter.string(text)
    case let flag as Bool: flag ? "true" : "false"
    case let number as Double: number.isFinite ? number.description : "null"
    case let number as any BinaryInteger: String(describing: number)
    default: nil
    }
  }
}

/// A value while it is encoded: containers are filled after they have been handed out.
final class OrderedJSONNode {
  enum Content {
    case scalar(String)
    case array([OrderedJSONNode])
    case object([(key: String, value: OrderedJSONNode)])
  }

  private(set) var content: Content

  init(_ content: Content) {
    self.content = content
  }

  /// Becomes an object, unless it is one.
  func becomeObject() {
    if case .object = content { return }
    content = .object([])
  }

  /// Becomes an array, unless it is one.
  func becomeArray() {
    if case .array = content { return }
    content = .array([])
  }

  func become(_ other: OrderedJSONNode) { content = other.content }

  func add(_ node: OrderedJSONNode, key: String) {
    guard case .object(var members) = content else { return }
    content = .object([])
    members.append((key, node))
    content = .object(members)
  }

  func add(_ node: OrderedJSONNode) {
    guard case .array(var elements) = content else { return }
    content = .array([])
    elements.append(node)
    content = .array(elements)
  }

  var count: Int {
    guard case .array(let elements) = content else { return 0 }
    return elements.count
  }

  var text: String {
    switch content {
    case .scalar(let text): text
    case .array(let elements): "[" + elements.map(\.text).joined(separator: ",") + "]"
    case .object(let members):
      "{"
        + members.map { "\(TraceModel.JSONWriter.string($0.key)):\($0.value.text)" }
        .joined(separator: ",") + "}"
    }
  }
}
