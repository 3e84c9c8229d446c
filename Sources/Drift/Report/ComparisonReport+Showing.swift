// What the engine adds to a report: traces and runs to look at.

extension ComparisonReport.Exemplar {
  package init(showing trace: String, side: String, reason: String, value: Double? = nil) {
    self.init(side: side, trace: trace, reason: reason, value: value)
  }
}

extension ComparisonReport.MatchedPair {
  package init(
    of input: String, baselineTrace: String, candidateTrace: String, difference: String?
  ) {
    self.init(
      input: input, baselineTrace: baselineTrace, candidateTrace: candidateTrace,
      outputDifference: difference)
  }
}
