/// How another span of the same trace stands to a span.
enum Relation: String, CaseIterable, Hashable, Sendable {
  /// The trace's span without a parent id; of several, the earliest by (start, span id).
  ///
  /// A root is its own root.
  case root
  /// The span whose id is the parent id.
  case parent
}
