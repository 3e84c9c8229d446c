import Statistics

/// A quantile of all values, with the interval of resampled units.
struct QuantileMetric {
  let metric: MetricInput
  let fraction: QuantileFraction
  let options: ComparisonOptions

  func findings(_ cache: inout SampleCache) -> MetricFindings {
    let (sums, otherSums) = (cache.sums(metric.baseline), cache.sums(metric.candidate))
    var findings = MetricFindings(.quantile)
    findings.isClustered = !sums.isSingle || !otherSums.isSingle
    findings.setUnits(sums.unitCount, otherSums.unitCount, leastCount: MinimumCounts.shift)
    setLack(&findings)
    if metric.isWeighted {
      setWeighted(&findings, &cache)
      return findings
    }
    // Pairs are drawn together: the same draws on both sides.
    let seeds =
      metric.isPaired
      ? [options.seed, options.seed] : [options.seed &* 2, options.seed &* 2 &+ 1]
    guard let before = cache.quantiles(metric.baseline, seed: seeds[0]),
      let after = cache.quantiles(metric.candidate, seed: seeds[1])
    else { return findings }
    let (all, allOther) = (cache.sorted(metric.baseline), cache.sorted(metric.candidate))
    findings.plot = MetricComparison.Plot(all, allOther)
    findings.baseline = before.quantile(fraction)
    findings.candidate = after.quantile(fraction)
    setEffect(&findings, before, after)
    setTest(&findings, all, allOther)
    return findings
  }

  /// Of values, not of units, a quantile needs more the nearer it is to an end.
  private func setLack(_ findings: inout MetricFindings) {
    let values =
      [metric.baseline, metric.candidate].map { sample in
        sample.weights.map { Int(effectiveCount($0.ofValues)) } ?? sample.values.count
      }.min() ?? 0
    let least = MinimumCounts.quantile(fraction)
    guard values < least, least < Int.max else {
      if least == Int.max { findings.lack = .units(nil) }
      return
    }
    let perUnit = max(1, Double(values) / Double(max(1, findings.units)))
    let more = Int((Double(least - values) / perUnit).rounded(.up))
    findings.lack = .units(max(more, MinimumCounts.shift - findings.units))
  }

  private func setEffect(
    _ findings: inout MetricFindings, _ before: ClusteredQuantiles, _ after: ClusteredQuantiles
  ) {
    setEffect(
      &findings, before.resampledQuantiles([fraction], options.resamples)[0],
      after.resampledQuantiles([fraction], options.resamples)[0])
  }

  private func setEffect(
    _ findings: inout MetricFindings, _ first: [Double], _ second: [Double]
  ) {
    guard let before = findings.baseline, let after = findings.candidate else { return }
    let differences = zip(first, second).map { $1 - $0 }
    findings.effect = .finite(
      "difference", after - before,
      percentileInterval(differences, confidence: options.confidence))
    findings.equivalence = percentileInterval(
      differences, confidence: options.equivalenceConfidence)
  }

  /// Of weighted values: the same, by what they stand for.
  private func setWeighted(_ findings: inout MetricFindings, _ cache: inout SampleCache) {
    findings.baseline = cache.quantile(fraction, of: metric.baseline)
    findings.candidate = cache.quantile(fraction, of: metric.candidate)
    let replicates = [metric.baseline, metric.candidate].enumerated().compactMap { side, sample in
      WeightedQuantiles(sample, seed: options.seed &* 2 &+ UInt64(side))?
        .resampledQuantiles(fraction, options.resamples)
    }
    guard replicates.count == 2 else { return }
    findings.plot = MetricComparison.Plot(
      cache.sorted(metric.baseline), cache.sorted(metric.candidate))
    setEffect(&findings, replicates[0], replicates[1])
    let both = WeightedSample(
      metric.baseline.values + metric.candidate.values,
      weights: metric.baseline.valueWeights + metric.candidate.valueWeights)
    guard let bound = both.quantile(fraction) else { return }
    findings.test = "Mood"
    // Where many values equal that quantile, the next lower one may be nearer to the share asked for.
    let wanted = 1 - Double(fraction.numerator) / Double(fraction.denominator)
    let (above, from) = (both.share(above: bound), both.share(above: bound.nextDown))
    let isLower = from < 1 && (above == 0 || from - wanted < wanted - above)
    findings.p = clusteredExceedances(isLower ? bound.nextDown : bound)?.pValue
  }

  /// Mood's test, of quantiles other than the median, too: whether as many values of each side exceed
  /// the quantile of both together.
  ///
  /// It needs no density, and holds its level far out in the tails, where the spread of resampled
  /// quantiles does not.
  private func setTest(
    _ findings: inout MetricFindings, _ all: SortedSample, _ allOther: SortedSample
  ) {
    let bound = bound(all, allOther)
    findings.test = "Mood"
    if metric.isPaired {
      let pairs = zip(metric.baseline.values, metric.candidate.values)
      findings.p =
        PairedShares(pairs.map { ($0 > bound, $1 > bound) }).pValue
      return
    }
    findings.p = exceedances(findings, bound, all, allOther)?.pValue
  }

  /// What is exceeded by some values, and by about as many as exceed the pooled quantile.
  ///
  /// Where many values equal that quantile, the next lower one may be nearer to the share asked for.
  private func bound(_ all: SortedSample, _ allOther: SortedSample) -> Double {
    let quantile = pooledQuantile(all, allOther)
    func exceeding(_ bound: Double) -> Int {
      all.count - all.count(upTo: bound) + allOther.count - allOther.count(upTo: bound)
    }
    let total = all.count + allOther.count
    let wanted = total - fraction.nearestRank(among: total)
    let (above, from) = (exceeding(quantile), exceeding(quantile.nextDown))
    guard from < total else { return quantile }
    return above == 0 || from - wanted < wanted - above ? quantile.nextDown : quantile
  }

  private func exceedances(
    _ findings: MetricFindings, _ bound: Double, _ all: SortedSample, _ allOther: SortedSample
  ) -> ClusteredShares? {
    guard findings.isClustered else {
      let sides = [all, allOther].map { sample in
        ClusteredShares.Share(
          events: Double(sample.count - sample.count(upTo: bound)), trials: Double(sample.count))
      }
      return ClusteredShares(baseline: sides[0], candidate: sides[1])
    }
    return clusteredExceedances(bound)
  }

  private func clusteredExceedances(_ bound: Double) -> ClusteredShares? {
    let sides = [metric.baseline, metric.candidate].map { sample in
      var exceeding = sample
      exceeding.values = sample.values.map { $0 > bound ? 1 : 0 }
      return UnitSums(exceeding)
    }
    return ClusteredShares(
      baseline: (sides[0].sums, sides[0].counts), candidate: (sides[1].sums, sides[1].counts))
  }

  /// The quantile of both samples together.
  private func pooledQuantile(_ first: SortedSample, _ second: SortedSample) -> Double {
    let rank = fraction.nearestRank(among: first.count + second.count)
    // How many of the first sample are among the `rank` least of both.
    var (low, high) = (max(0, rank - second.count), min(rank, first.count))
    while low < high {
      let middle = (low + high) / 2
      if first.values[middle] < second.values[rank - middle - 1] {
        low = middle + 1
      } else {
        high = middle
      }
    }
    let left = low > 0 ? first.values[low - 1] : -Double.infinity
    let right = rank > low ? second.values[rank - low - 1] : -Double.infinity
    return max(left, right)
  }
}

extension Sample {
  /// What each value stands for.
  fileprivate var valueWeights: [Double] {
    weights?.ofValues ?? Array(repeating: 1, count: values.count)
  }
}

extension WeightedQuantiles {
  fileprivate init?(_ sample: Sample, seed: UInt64) {
    self.init(
      values: sample.values, weights: sample.valueWeights, clusters: sample.units,
      clusterCount: max(1, sample.unitCount), seed: seed)
  }
}
