/// Which spans a workload makes; equal options make equal spans.
public struct WorkloadOptions: Sendable {
  /// What a trace looks like.
  public enum Shape: String, CaseIterable, Sendable {
    /// Six spans: an agent, and below it one span of each step. The shape that ratios are quoted
    /// on.
    case pipeline
    /// As agents are: generations that are tried again, tool calls by the model's choice, agents
    /// that call agents.
    case agents
  }

  /// About how many spans; the last trace is whole.
  public var spanCount: Int
  /// The seed of all that is random.
  public var seed: UInt64 = 1
  /// What a trace looks like.
  public var shape = Shape.pipeline
  /// Whether generations carry their messages, which repeat a session's earlier turns.
  public var hasPayloads = false

  /// Pipelines without payloads.
  public init(spanCount: Int) {
    self.spanCount = spanCount
  }

  /// The span of time that starts lie in, however many spans there are.
  static let days: Int64 = 30
  /// 2026-10-01T00:00:00Z.
  static let firstStart: Int64 = 1_790_812_800_000_000_000
  /// How many different users there can be.
  static let userCount = 100_000
  /// How many prompt versions there are.
  static let versionCount = 20
}
