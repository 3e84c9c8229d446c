import Statistics

/// How one attribute splits the difference of a metric's means.
struct CauseFinding {
  let input: CauseInput
  let groups: [CauseInput.Group]
  let difference: Double
  let terms: [Term]

  struct Term {
    let value: String
    let mix: Double
    let within: Double
    let baselineShare: Double
    let candidateShare: Double
  }

  /// Groups that are told apart at most.
  private static let groupCount = 50

  /// Nil where a side has no values.
  init?(_ input: CauseInput) {
    self.input = input
    let groups = input.split == .groups ? Self.gathered(input.groups) : input.groups
    self.groups = groups
    switch input.split {
    case .groups:
      guard let shift = MeanShift(groups.map(\.means)) else { return nil }
      difference = shift.difference
      let n = groups.reduce(0) { $0 + $1.baselineCount }
      let m = groups.reduce(0) { $0 + $1.candidateCount }
      terms = zip(groups, shift.terms).map { group, term in
        Term(
          value: group.value, mix: term.mix, within: term.within,
          baselineShare: group.baselineCount / n, candidateShare: group.candidateCount / m)
      }
    case .parts:
      let (before, after) = (
        groups.reduce(0) { $0 + $1.baselineMean }, groups.reduce(0) { $0 + $1.candidateMean }
      )
      guard !groups.isEmpty else { return nil }
      difference = after - before
      terms = groups.map { group in
        Term(
          value: group.value, mix: 0, within: group.candidateMean - group.baselineMean,
          baselineShare: before != 0 ? group.baselineMean / before : 0,
          candidateShare: after != 0 ? group.candidateMean / after : 0)
      }
    }
  }

  /// The groups of the most values, and one of all others.
  private static func gathered(_ groups: [CauseInput.Group]) -> [CauseInput.Group] {
    guard groups.count > groupCount else { return groups }
    let sorted = groups.sorted {
      ($1.baselineCount + $1.candidateCount, $0.value)
        < ($0.baselineCount + $0.candidateCount, $1.value)
    }
    let rest = sorted.dropFirst(groupCount - 1)
    let n = rest.reduce(0) { $0 + $1.baselineCount }
    let m = rest.reduce(0) { $0 + $1.candidateCount }
    let before = rest.reduce(0) { $0 + $1.baselineCount * $1.baselineMean }
    let after = rest.reduce(0) { $0 + $1.candidateCount * $1.candidateMean }
    return sorted.prefix(groupCount - 1) + [
      .init(
        value: "\(rest.count) others", baselineCount: n, baselineMean: n > 0 ? before / n : 0,
        candidateCount: m, candidateMean: m > 0 ? after / m : 0)
    ]
  }

  /// How much of the difference lies in the attribute: what the mix makes of it, and what lies within
  /// some values beyond their part, if all had changed by the same ratio.
  ///
  /// A change that is the same everywhere is explained by no attribute.
  var concentration: Double { Self.concentration(terms, groups) }

  static func concentration(_ terms: [Term], _ groups: [CauseInput.Group]) -> Double {
    let mix = terms.reduce(0) { $0 + $1.mix }
    let within = terms.reduce(0) { $0 + $1.within }
    let weights = zip(terms, groups).map { term, group in
      (term.baselineShare + term.candidateShare) * max(0, group.baselineMean + group.candidateMean)
    }
    let total = weights.reduce(0, +)
    let uneven = zip(terms, weights).reduce(0) { sum, part in
      let even = total > 0 ? within * (part.1 / total) : within / Double(terms.count)
      return sum + abs(part.0.within - even)
    }
    return abs(mix) + uneven / 2
  }

  func cause() -> ComparisonReport.Cause {
    let shown = terms.sorted {
      (abs($1.mix + $1.within), $0.value) < (abs($0.mix + $0.within), $1.value)
    }
    return .init(
      metric: input.metric, attribute: input.attribute, difference: difference,
      mix: terms.reduce(0) { $0 + $1.mix }, within: terms.reduce(0) { $0 + $1.within },
      terms: shown.prefix(5).map { term in
        .init(
          value: term.value, mix: term.mix, within: term.within,
          baselineShare: term.baselineShare, candidateShare: term.candidateShare)
      })
  }
}

extension CauseInput.Group {
  var means: GroupMeans {
    GroupMeans(
      baselineCount: baselineCount, baselineMean: baselineMean, candidateCount: candidateCount,
      candidateMean: candidateMean)
  }
}
