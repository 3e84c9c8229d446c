import Spoor

/// The trace of an agent as they are: it calls its model until that asks for no more tools, tries
/// again what failed, and hands parts of its work to other agents.
enum AgentTrace {
  /// The mean number of spans, measured over 100,000 traces; sizes are "about".
  static let expectedSpanCount = 8

  /// How often a failed generation is tried again.
  private static let retryLimit = 2
  /// How deep agents call agents.
  private static let depthLimit = 3
  private static let agents = ["support", "billing", "shipping", "returns", "research"]
  private static let tools = [
    "search", "lookup_order", "lookup_customer", "refund", "send_email", "track_parcel",
    "create_ticket", "calculate_price",
  ]
  private static let agentChoice = ZipfDistribution(count: agents.count - 1, exponent: 1)
  private static let toolChoice = ZipfDistribution(count: tools.count, exponent: 1)
  private static let generationFailure = ZipfDistribution(
    count: Failure.generations.count, exponent: 1.2)
  private static let toolFailure = ZipfDistribution(count: Failure.tools.count, exponent: 1)

  static func build(_ builder: inout TraceBuilder, session: inout Session) {
    builder.common = [.text("user.id", session.userID), .text("session.id", session.id)]
    session.ask()
    agent(agents[0], parent: nil, depth: 1, &builder, &session)
    session.answer()
  }

  /// An agent and all below it; returns whether it failed.
  @discardableResult
  private static func agent(
    _ name: String, parent: SpanID?, depth: Int, _ builder: inout TraceBuilder,
    _ session: inout Session
  ) -> Bool {
    let place = builder.begin(
      "invoke_agent \(name)", operation: "invoke_agent", parent: parent,
      kind: parent == nil ? .server : .internal)
    let span = builder.spans[place].spanID
    if depth == 1 {
      plain(.retrieval, parent: span, &builder)
      plain(.augmentation, parent: span, &builder)
    }
    var isFailed = !generation(parent: span, &builder, &session)
    // A model asks for tools three times at most, each time with less reason to.
    var round = 0
    while !isFailed, round < 3, builder.random.below(round + 2) == 0 {
      round += 1
      if depth < depthLimit, builder.random.below(4) == 0 {
        let other = agents[1 + agentChoice.draw(&builder.random)]
        agent(other, parent: span, depth: depth + 1, &builder, &session)
      }
      for _ in 0...builder.random.below(3) { tool(parent: span, &builder) }
      isFailed = !generation(parent: span, &builder, &session)
    }
    if depth == 1, !isFailed { plain(.validation, parent: span, &builder) }
    builder.end(place, isFailed: isFailed)
    return isFailed
  }

  private static func plain(_ stage: Stage, parent: SpanID, _ builder: inout TraceBuilder) {
    builder.step(
      stage.name, medianSeconds: stage.medianSeconds, parent: parent,
      attributes: { _ in [.text("gen_ai.operation.name", stage.operation)] })
  }

  /// A generation, tried again as a sibling while it fails; returns whether it went well in the
  /// end.
  private static func generation(
    parent: SpanID, _ builder: inout TraceBuilder, _ session: inout Session
  ) -> Bool {
    for attempt in 0...retryLimit {
      // What failed once is likelier to fail again: the provider is still busy.
      let fails = builder.random.below(attempt == 0 ? 50 : 4) == 0
      let failure =
        fails
        ? Failure.draw(Failure.generations, by: generationFailure, &builder.random) : nil
      builder.step(
        "chat", medianSeconds: Generation.medianSeconds, parent: parent, kind: .client,
        attributes: { Generation.attributes(session: &session, random: &$0) }, failure: failure)
      if !fails { return true }
    }
    return false
  }

  private static func tool(parent: SpanID, _ builder: inout TraceBuilder) {
    let name = tools[toolChoice.draw(&builder.random)]
    let fails = builder.random.below(100) == 0
    builder.step(
      "execute_tool \(name)", medianSeconds: Stage.tool.medianSeconds, parent: parent,
      attributes: { _ in
        [.text("gen_ai.operation.name", "execute_tool"), .text("gen_ai.tool.name", name)]
      },
      failure: fails ? Failure.draw(Failure.tools, by: toolFailure, &builder.random) : nil)
  }
}
