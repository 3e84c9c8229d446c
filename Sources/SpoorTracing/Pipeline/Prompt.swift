/// A prompt, as a step of a pipeline used it.
///
/// Name and version are what latency, cost and quality are compared by, so that no helper goes
/// without them where a model is asked.
public struct Prompt: Hashable, Sendable {
  /// What the prompt is for: `answer`, `summarise-ticket`.
  public var name: String
  /// Which edition of it: `v12`, `2026-11-03`, a commit's hash.
  public var version: String
  /// The text before anything is put in; a store keeps its hash, and shows where it was edited
  /// without a new version.
  public var template: String?

  /// A prompt of a name and a version.
  public init(name: String, version: String, template: String? = nil) {
    self.name = name
    self.version = version
    self.template = template
  }
}
