import Statistics

/// What a reader of a report should know, a sentence each.
struct Notes {
  private(set) var texts: [String] = []

  mutating func add(_ text: String) {
    if !texts.contains(text) { texts.append(text) }
  }

  /// Of attributes whose mix differs, which may be why a metric does.
  mutating func addMix(_ mix: [ComparisonReport.Mix]) {
    for mix in mix where mix.differs {
      let mover = mix.movers.first.map { mover in
        " (\(mover.value): \(Self.percent(mover.baseline)) of the baseline, "
          + "\(Self.percent(mover.candidate)) of the candidate)"
      }
      add(
        "The mix of \(mix.attribute) differs\(mover ?? ""), which may be why metrics do: "
          + "compare within its values by stratifying by \(mix.attribute).")
    }
  }

  /// Of what sampling kept, and of metrics that are of that alone.
  mutating func addWeights(_ weighting: Weighting, unit: String, plain: [String]) {
    let (before, after) = (weighting.baseline, weighting.candidate)
    add(
      "Weighted by 1/sampling_probability: \(before.units) \(unit)s of the baseline tell as much as "
        + "\(Int(before.effectiveUnits)) unweighted ones, \(after.units) of the candidate as much as "
        + "\(Int(after.effectiveUnits)). Write unweighted to compare what was kept.")
    if weighting.isTooUneven {
      let ratio = Int(max(before.ratio, after.ratio).rounded())
      add(
        "Some \(unit)s stand for \(ratio) times as many as others, so that few decide: no p-value is "
          + "told of weights that differ by more than ten times, and no verdict. Write unweighted, or "
          + "compare spans that were sampled alike.")
    }
    if !plain.isEmpty {
      add("Compared as they were kept, not weighted: \(plain.joined(separator: ", ")).")
    }
  }

  /// Of units that have several values, by the metrics' names.
  mutating func addClusters(_ ranked: [String], unit: String) {
    guard !ranked.isEmpty else { return }
    let names = ranked.joined(separator: ", ")
    add(
      "A \(unit) has several values of \(names): ranks compare the mean of each \(unit), and the "
        + "medians shown are those of all values.")
  }

  /// Of metrics whose values are mostly the same few.
  mutating func addTies(_ tied: [String]) {
    guard !tied.isEmpty else { return }
    add(
      "Many values of \(tied.joined(separator: ", ")) are equal: their means are compared instead "
        + "of their ranks.")
  }

  /// Of sides too small for anything.
  mutating func addUnits(_ baseline: Int, _ candidate: Int, unit: String) {
    for (side, count) in [("baseline", baseline), ("candidate", candidate)] {
      if count == 0 {
        add("The \(side) is empty.")
      } else if count < MinimumCounts.shift {
        add(
          "The \(side) has \(count) \(unit)\(count == 1 ? "" : "s"), fewer than the "
            + "\(MinimumCounts.shift) that any verdict needs.")
      }
    }
  }

  private static func percent(_ share: Double) -> String {
    let percent = share * 100
    if percent > 0 && percent < 0.5 { return "less than 1 %" }
    return "\(Int(percent.rounded())) %"
  }
}
