public import Tracing

/// Runs a call to a model in a span of its own: stage `generation`.
///
/// It works with any client: it wraps the call, and the closure tells the span what the answer
/// says. Errors are recorded and thrown on.
///
/// ```swift
/// let answer = try await withGeneration(
///   prompt: Prompt(name: "answer", version: "v12"), model: "gpt-4o", provider: "openai"
/// ) { generation in
///   generation.setInput([ChatMessage(role: "user", text: question)])
///   let response = try await client.chat(question)
///   generation.setOutput(response.text)
///   generation.setUsage(TokenUsage(input: response.promptTokens, output: response.answerTokens))
///   generation.setFinishReason(response.finishReason)
///   return response.text
/// }
/// ```
///
/// - Parameters:
///   - prompt: the prompt's name and version, by which generations are compared.
///   - model: the model that is asked; tell the one that answered with
///     ``GenerationSpan/setResponse(model:id:)``.
///   - provider: whose API is asked, as OpenTelemetry spells it: `openai`, `anthropic`.
///   - context: what the span is a child of.
///   - isolation: the actor that the closure runs on: the caller's.
///   - function: the caller.
///   - file: the caller's file.
///   - line: the caller's line.
///   - body: makes the call.
/// - Returns: what the closure returns.
/// - Throws: what the closure throws.
public func withGeneration<Result, Failure: Error>(
  prompt: Prompt, model: String, provider: String? = nil,
  context: ServiceContext = .current ?? .topLevel,
  isolation: isolated (any Actor)? = #isolation,
  function: String = #function, file: String = #fileID, line: UInt = #line,
  _ body: (GenerationSpan) async throws(Failure) -> Result
) async throws(Failure) -> Result {
  try await withStep(
    GenerationSpan.step(prompt, model, provider), in: context, isolation: isolation,
    at: CallPlace(function: function, file: file, line: line), handle: GenerationSpan.init, body)
}

/// Starts the span of a call to a model whose answer outlives the function that asks for it.
///
/// End it with ``GenerationSpan/end()``, or have ``GenerationSpan/trace(_:endsSpan:text:)`` end it
/// with the answer. Where a closure will do, take ``withGeneration(prompt:model:provider:context:isolation:function:file:line:_:)``.
///
/// - Parameters:
///   - prompt: the prompt's name and version, by which generations are compared.
///   - model: the model that is asked.
///   - provider: whose API is asked.
///   - context: what the span is a child of.
///   - function: the caller.
///   - file: the caller's file.
///   - line: the caller's line.
/// - Returns: the span, which is open.
public func startGeneration(
  prompt: Prompt, model: String, provider: String? = nil,
  context: ServiceContext = .current ?? .topLevel,
  function: String = #function, file: String = #fileID, line: UInt = #line
) -> GenerationSpan {
  let step = GenerationSpan.step(prompt, model, provider)
  return GenerationSpan(
    step.makeSpan(in: context, at: CallPlace(function: function, file: file, line: line)))
}

/// The span of a call to a model.
public struct GenerationSpan: PipelineSpan {
  /// The span itself.
  public let span: any Tracing.Span
  /// By a clock that nobody puts back.
  private let started = ContinuousClock.now

  init(_ span: any Tracing.Span) {
    self.span = span
  }

  static func step(_ prompt: Prompt, _ model: String, _ provider: String?) -> PipelineStep {
    var attributes: SpanAttributes = [
      AttributeName.operation: "chat", AttributeName.requestModel: .string(model),
    ]
    attributes.set(prompt)
    if let provider { attributes[AttributeName.provider] = provider }
    return PipelineStep(name: "chat \(model)", kind: .client, attributes: attributes)
  }
}

extension GenerationSpan {
  /// Tells the messages that the model is asked with: the field `input`, as JSON.
  public func setInput(_ messages: [ChatMessage]) {
    set(.string(messages.json), AttributeName.inputMessages)
  }

  /// Tells the messages that the model answered with: the field `output`, as JSON.
  public func setOutput(_ messages: [ChatMessage]) {
    set(.string(messages.json), AttributeName.outputMessages)
  }

  /// Tells the tokens that the call took; what is not told is not known.
  public func setUsage(_ usage: TokenUsage) { set(usage) }

  /// Tells what the call cost, in US dollars: the field `cost`.
  public func setCost(dollars: Double) { setCost(dollars) }

  /// Tells why the model stopped, in the provider's words: `stop`, `length`, `tool_calls`.
  public func setFinishReason(_ reason: String) {
    set(.stringArray([reason]), AttributeName.finishReasons)
  }

  /// Tells which model answered, which may be another than was asked, and the answer's id.
  public func setResponse(model: String, id: String? = nil) {
    set(.string(model), AttributeName.responseModel)
    if let id { set(.string(id), AttributeName.responseID) }
  }

  /// Tells that the first part of the answer is there: the field `ttft`.
  ///
  /// The time is that since the span started. Later calls do nothing.
  public func noteFirstToken() {
    guard span.attributes.get(AttributeName.timeToFirstChunk) == nil else { return }
    let seconds = (ContinuousClock.now - started) / .seconds(1)
    set(.double(seconds), AttributeName.timeToFirstChunk)
  }

  /// Ends a span that was started without a closure.
  public func end() { span.end() }
}

extension SpanAttributes {
  mutating func set(_ prompt: Prompt) {
    self[AttributeName.promptName] = prompt.name
    self[AttributeName.promptVersion] = prompt.version
    if let template = prompt.template { self[AttributeName.promptTemplate] = template }
  }
}
