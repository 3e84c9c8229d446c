/// How other spans of the same trace stand to a span.
///
/// Each word is one before a brace only, `child{…}`, and a name everywhere else.
package enum SpanRelation: String, CaseIterable, Hashable, Sendable {
  case parent, child, ancestor, descendant, sibling, root, trace
}

/// What stands between two spansets and keeps spans of the right one.
package enum Arrow: String, CaseIterable, Hashable, Sendable {
  case ancestor = ">>"
  case parent = ">"
  case descendant = "<<"
  case child = "<"
  case sibling = "~"
  case noAncestor = "!>>"
  case noParent = "!>"
  case noDescendant = "!<<"
  case noChild = "!<"
  case noSibling = "!~"

  /// What the left span is to the right one.
  package var relation: SpanRelation {
    switch self {
    case .ancestor, .noAncestor: .ancestor
    case .parent, .noParent: .parent
    case .descendant, .noDescendant: .descendant
    case .child, .noChild: .child
    case .sibling, .noSibling: .sibling
    }
  }

  /// Whether the left side must have no such span.
  package var isNegated: Bool { rawValue.hasPrefix("!") }
}

/// `child{predicate}`, or `child{predicate}.field` in an aggregate's brackets.
package struct Relatives: Hashable, Sendable {
  package var relation: SpanRelation
  /// Nil for `child{}`: any.
  package var condition: Expression?
  /// A path.
  package var field: Expression?

  package init(relation: SpanRelation, condition: Expression?, field: Expression?) {
    self.relation = relation
    self.condition = condition
    self.field = field
  }
}
