/// What a check of a whole store found.
package struct CheckReport: Hashable, Sendable {
  /// A few of the problems, a sentence each.
  package private(set) var problems: [String] = []
  /// All of them, those not kept included.
  package private(set) var problemCount = 0
  package var segmentCount = 0
  package var chunkCount = 0
  package var byteCount = 0
  /// Spans that count: superseded ones are left out.
  package var spanCount = 0
  package var traceFragmentCount = 0
  package var scoreCount = 0

  /// Problems kept by their words: one broken block makes thousands of rows unreadable.
  private static let keptProblemCount = 100

  package init() {}

  mutating func note(_ problem: String) {
    problemCount += 1
    if problems.count < Self.keptProblemCount { problems.append(problem) }
  }
}
