public import Tracing

/// The span of a step, as a helper hands it to its closure.
///
/// Whatever the step, it can be told what went in and what came out; the step's own type adds what
/// belongs to it. Telling is cheap and never fails; after the span has ended it does nothing.
public protocol PipelineSpan: Sendable {
  /// The span itself, for attributes, events and links of one's own.
  var span: any Tracing.Span { get }
}

extension PipelineSpan {
  /// Tells what went into the step: the field `input`.
  public func setInput(_ text: String) {
    set(.string(text), AttributeName.input)
  }

  /// Tells what came out of the step: the field `output`.
  public func setOutput(_ text: String) {
    set(.string(text), AttributeName.output)
  }

  /// Tells whose request it is: the field `user_id`.
  public func setUser(id: String) {
    set(.string(id), AttributeName.user)
  }

  /// Tells which conversation the request belongs to: the field `session_id`.
  public func setConversation(id: String) {
    set(.string(id), AttributeName.conversation)
  }

  func set(_ value: SpanAttribute, _ name: String) {
    span.attributes[name] = value
  }
}
