/// Messages of a session, as chat clients send them: every call repeats all that was said before.
struct Conversation {
  private var random: RandomSource
  /// Messages so far as JSON objects, joined by commas.
  private var history = ""
  private var pendingAnswer = ""

  init(seed: UInt64) {
    random = RandomSource(seed: seed)
  }

  /// Adds a question of the user's.
  mutating func ask() {
    append(message("user", wordCount: 8 + random.below(40)))
  }

  /// Adds the answer that the last exchange came to.
  mutating func keepAnswer() {
    append(pendingAnswer)
  }

  /// What goes to the model, the version's system prompt first, and what comes back: two texts of
  /// JSON.
  mutating func exchange(promptVersion: Int) -> (input: String, output: String) {
    pendingAnswer = message("assistant", wordCount: 20 + random.below(160))
    let system = Self.systemMessages[promptVersion - 1]
    return ("[\(system),\(history)]", "[\(pendingAnswer)]")
  }

  private mutating func append(_ message: String) {
    if !history.isEmpty { history += "," }
    history += message
  }

  private mutating func message(_ role: String, wordCount: Int) -> String {
    Self.message(role, PseudoText.sentences(wordCount: wordCount, &random))
  }

  private static func message(_ role: String, _ text: String) -> String {
    #"{"role":"\#(role)","parts":[{"type":"text","content":"\#(text)"}]}"#
  }

  /// A system prompt for each version: most of it stays the same from one to the next.
  private static let systemMessages: [String] = {
    var random = RandomSource(seed: 0)
    let shared = PseudoText.sentences(wordCount: 220, &random)
    return (0..<WorkloadOptions.versionCount).map { _ in
      message("system", shared + " " + PseudoText.sentences(wordCount: 40, &random))
    }
  }()
}
