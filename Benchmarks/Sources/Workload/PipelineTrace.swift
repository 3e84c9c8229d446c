import Spoor

/// The trace of six spans: an agent, and below it retrieval, augmentation, generation, validation
/// and a tool call.
enum PipelineTrace {
  static let spanCount = 6

  static func build(_ builder: inout TraceBuilder, session: inout Session) {
    let fails = builder.random.below(50) == 0
    let user = builder.random.below(WorkloadOptions.userCount)
    builder.common = [.text("user.id", "user-\(user)"), .text("session.id", session.id)]
    let root = builder.begin(
      "invoke_agent support", operation: "invoke_agent", parent: nil, kind: .server)
    let parent = builder.spans[root].spanID
    session.ask()
    for stage in Stage.allCases {
      if stage == .generation {
        builder.step(
          "chat", medianSeconds: Generation.medianSeconds, parent: parent, kind: .client,
          attributes: { Generation.attributes(session: &session, random: &$0) },
          failure: fails ? .rateLimit : nil)
      } else {
        builder.step(
          stage.name, medianSeconds: stage.medianSeconds, parent: parent,
          attributes: { _ in [.text("gen_ai.operation.name", stage.operation)] })
      }
    }
    session.answer()
    builder.end(root, isFailed: fails)
  }
}

/// A step of a pipeline.
enum Stage: CaseIterable {
  case retrieval, augmentation, generation, validation, tool

  var name: String {
    switch self {
    case .retrieval: "retrieval documents"
    case .augmentation: "augment prompt"
    case .generation: "chat"
    case .validation: "validate answer"
    case .tool: "execute_tool search"
    }
  }

  /// The value of `gen_ai.operation.name`.
  var operation: String {
    switch self {
    case .retrieval: "retrieval"
    case .augmentation: "augmentation"
    case .generation: "chat"
    case .validation: "validation"
    case .tool: "execute_tool"
    }
  }

  var medianSeconds: Double {
    switch self {
    case .retrieval: 0.12
    case .augmentation: 0.02
    case .generation: Generation.medianSeconds
    case .validation: 0.05
    case .tool: 0.3
    }
  }
}
