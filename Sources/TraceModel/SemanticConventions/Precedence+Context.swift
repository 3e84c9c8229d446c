// On whose behalf, and what went wrong.
extension Precedence {
  static let sessionID = Precedence(
    .sessionID,
    [
      "session.id",
      "langfuse.session.id",
      "gen_ai.conversation.id",
      "traceloop.association.properties.session_id",
    ])

  static let userID = Precedence(
    .userID,
    [
      "user.id",
      "langfuse.user.id",
      "enduser.id",
      "gen_ai.user",
      "traceloop.association.properties.user_id",
    ])

  /// Asked after the resource's `deployment.environment.name` and `deployment.environment`.
  static let environment = Precedence(.environment, ["langfuse.environment"])

  static let errorType = Precedence(.errorType, ["error.type"])

  /// Asked after the type of the last `exception` event.
  static let guardrailError = Precedence(.guardrailError, ["gen_ai.guardrail.error.type"])

  /// `ERROR` makes an error of a span whose status is not set.
  static let level = Precedence(.level, ["langfuse.observation.level"])
}
