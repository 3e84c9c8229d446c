/// A metric's mean for each value of an attribute on each side.
package struct CauseInput: Sendable {
  package var metric: String
  package var attribute: String
  package var groups: [Group]
  package var split = Split.groups

  package enum Split: Hashable, Sendable {
    /// Each value is of one group: the metric's mean is that of the groups by their counts.
    case groups
    /// Each value is a sum of parts, as a latency is of the own times of stages: the metric's mean is
    /// the sum of the groups' means, each of which is over all values.
    case parts
  }

  package init(metric: String, attribute: String, groups: [Group]) {
    self.metric = metric
    self.attribute = attribute
    self.groups = groups
  }

  package struct Group: Sendable {
    package var value: String
    package var baselineCount: Double
    package var baselineMean: Double
    package var candidateCount: Double
    package var candidateMean: Double

    package init(
      value: String, baselineCount: Double, baselineMean: Double, candidateCount: Double,
      candidateMean: Double
    ) {
      self.value = value
      self.baselineCount = baselineCount
      self.baselineMean = baselineMean
      self.candidateCount = candidateCount
      self.candidateMean = candidateMean
    }
  }
}
