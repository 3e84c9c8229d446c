/// Where in a query a stage is due, by what stands before.
enum Place {
  /// Behind a predicate, which may go on.
  case filter
  /// Behind a stage that `where` may follow.
  case stage
  /// Behind one, of this name, that `where` stands before.
  case rows(behind: String)

  init(behind stages: [Stage]) {
    let first = stages.lazy.compactMap(\.kind.nameOfRows).first
    switch stages.last?.kind {
    case .filter, .having, .assertion, .naming: self = .filter
    default: self = first.map { .rows(behind: $0) } ?? .stage
    }
  }
}

extension Stage.Kind {
  /// The name of a stage that makes or cuts rows, so that none of spans are left to filter.
  fileprivate var nameOfRows: String? {
    switch self {
    case .group: "group by"
    case .having: "having"
    case .order: "order by"
    case .limit, .cut: "limit"
    case .skip: "skip"
    case .assertion: "assert"
    case .difference: "diff"
    case .comparison(let comparison):
      if case .drift = comparison.sides { "drift" } else { "compare" }
    case .filter, .since, .until, .during, .offset, .naming, .every, .select, .show, .unweighted:
      nil
    }
  }
}
