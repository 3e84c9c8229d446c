import TraceModel

/// A message of a chat, in the terms of OpenTelemetry's conventions.
public struct ChatMessage: Hashable, Sendable {
  /// Who says it: `system`, `user`, `assistant`, `tool`.
  public var role: String
  /// What is said.
  public var text: String

  /// A message of plain text.
  public init(role: String, text: String) {
    self.role = role
    self.text = text
  }
}

extension [ChatMessage] {
  /// The messages as the conventions' JSON:
  /// `[{"role":"user","parts":[{"type":"text","content":"…"}]}]`.
  var json: String {
    AttributeValue.array(
      map { message in
        .map([
          Attribute(key: "role", value: .string(message.role)),
          Attribute(key: "parts", value: .array([message.part])),
        ])
      }
    ).json
  }
}

extension ChatMessage {
  fileprivate var part: AttributeValue {
    .map([
      Attribute(key: "type", value: .string("text")),
      Attribute(key: "content", value: .string(text)),
    ])
  }
}
