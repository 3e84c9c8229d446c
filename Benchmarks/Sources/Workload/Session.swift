import Spoor

/// A user's conversation with the service: several traces, a turn each.
struct Session {
  let id: String
  let userID: String
  /// Turns still to come.
  var turnsLeft: Int
  /// What has been said; nil where spans carry no payloads.
  private var conversation: Conversation?

  init(number: Int, userID: String, turnCount: Int, conversationSeed: UInt64?) {
    id = "session-\(number)"
    self.userID = userID
    turnsLeft = turnCount
    conversation = conversationSeed.map { Conversation(seed: $0) }
  }

  /// The user says something.
  mutating func ask() { conversation?.ask() }

  /// The service's last answer becomes part of what was said.
  mutating func answer() { conversation?.keepAnswer() }

  /// The messages of a generation as attributes; empty where spans carry no payloads.
  mutating func messages(promptVersion: Int) -> [Attribute] {
    guard let exchange = conversation?.exchange(promptVersion: promptVersion) else { return [] }
    return [
      .text("gen_ai.input.messages", exchange.input),
      .text("gen_ai.output.messages", exchange.output),
    ]
  }
}
