/// One group of the data in two samples: its size and the mean of its values in each.
package struct GroupMeans: Hashable, Sendable {
  package let baselineCount: Double
  package let baselineMean: Double
  package let candidateCount: Double
  package let candidateMean: Double

  /// The mean of a side without values is of no account.
  package init(
    baselineCount: Double, baselineMean: Double, candidateCount: Double, candidateMean: Double
  ) {
    self.baselineCount = baselineCount
    self.baselineMean = baselineMean
    self.candidateCount = candidateCount
    self.candidateMean = candidateMean
  }
}

/// The difference of two means, split by groups: how much of it comes of groups having become more or
/// less frequent, and how much of values within them having changed.
///
/// E. Kitagawa, "Components of a difference between two rates" (1955). The terms of all groups add up
/// to the difference of the means, but for rounding.
package struct MeanShift: Hashable, Sendable {
  /// What a group adds to the difference.
  package struct Term: Hashable, Sendable {
    /// Change of share times the mean of the two means, less the overall mean, which makes a group that
    /// grew count by how far it is from the rest; the terms' sum does not depend on that.
    package let mix: Double
    /// Mean of the two shares times the change of the mean.
    package let within: Double

    package var total: Double { mix + within }
  }

  /// In the order of the groups.
  package let terms: [Term]
  /// The candidate's mean minus the baseline's.
  package let difference: Double

  /// Nil where a sample has no values.
  ///
  /// A group that one sample lacks has no mean there: it is taken to be what it is in the other, and
  /// all of its effect is mix.
  /// - Complexity: O(groups).
  package init?(_ groups: [GroupMeans]) {
    let n = groups.reduce(0) { $0 + $1.baselineCount }
    let m = groups.reduce(0) { $0 + $1.candidateCount }
    guard n > 0, m > 0 else { return nil }
    let baselineMean = groups.reduce(0) { sum, group in
      group.baselineCount > 0 ? sum + group.baselineCount / n * group.baselineMean : sum
    }
    let candidateMean = groups.reduce(0) { sum, group in
      group.candidateCount > 0 ? sum + group.candidateCount / m * group.candidateMean : sum
    }
    difference = candidateMean - baselineMean
    let centre = (baselineMean + candidateMean) / 2
    terms = groups.map { group in
      guard group.baselineCount > 0 || group.candidateCount > 0 else {
        return Term(mix: 0, within: 0)
      }
      let before = group.baselineCount > 0 ? group.baselineMean : group.candidateMean
      let after = group.candidateCount > 0 ? group.candidateMean : group.baselineMean
      let (share, newShare) = (group.baselineCount / n, group.candidateCount / m)
      return Term(
        mix: (newShare - share) * ((before + after) / 2 - centre),
        within: (share + newShare) / 2 * (after - before))
    }
  }

  /// The part of the difference that comes of the groups' frequencies.
  package var mix: Double { terms.reduce(0) { $0 + $1.mix } }

  /// The part of the difference that comes of changes within the groups.
  package var within: Double { terms.reduce(0) { $0 + $1.within } }
}
