import QuerySyntax
import TraceModel

/// `compare previous 7d`: a stretch of time with an earlier one of the same length.
extension Binder {
  /// The earlier range and the asked one; the query's range becomes both together.
  func ranges(
    _ distance: Expression?, _ stage: Stage, _ timeRange: inout TimeRange
  ) throws(Diagnostic) -> [ComparedPopulation] {
    let shift = try distance.map { (distance) throws(Diagnostic) in try length(distance) }
    let asked = try bounds(of: timeRange, shift, stage)
    let width = asked.upperBound.subtractingReportingOverflow(asked.lowerBound)
    guard !width.overflow, width.partialValue > 0 else {
      throw Diagnostic("the time range holds no moment to compare", at: stage.range)
    }
    let back = shift ?? width.partialValue
    guard back >= width.partialValue else {
      throw Diagnostic(
        "the time range and the one before overlap", at: distance?.range ?? stage.range,
        hint: "go back by the range's length or more, or write compare previous alone")
    }
    let from = asked.lowerBound.subtractingReportingOverflow(back)
    guard !from.overflow else {
      throw Diagnostic("the time range before would begin too early", at: stage.range)
    }
    let earlier = from.partialValue..<from.partialValue + width.partialValue
    timeRange = TimeRange(from: earlier.lowerBound, until: asked.upperBound)
    return [population(earlier, stage), population(asked, stage)]
  }

  /// What is compared with the time before: the query's range, whose open end is now, or else the
  /// latest stretch of the length that is gone back.
  private func bounds(
    of range: TimeRange, _ shift: Int64?, _ stage: Stage
  ) throws(Diagnostic) -> Range<Int64> {
    if range.isEverything, let shift {
      let from = options.now.subtractingReportingOverflow(shift)
      if !from.overflow { return from.partialValue..<options.now }
    }
    guard let from = range.from else {
      throw Diagnostic(
        "compare previous needs a time range with a beginning", at: stage.range,
        hint: "write since 7d compare previous, or compare previous 7d for the last seven days")
    }
    let until = range.until ?? options.now
    return from..<max(from, until)
  }

  private func length(_ distance: Expression) throws(Diagnostic) -> Int64 {
    guard case .literal(let literal) = try constant(distance),
      case .duration(let length) = literal.value, length > 0
    else {
      throw Diagnostic(
        "previous takes a length of time", at: distance.range, hint: "write compare previous 7d")
    }
    return length
  }

  private func population(_ range: Range<Int64>, _ stage: Stage) -> ComparedPopulation {
    let test = ValueTest(integers: IntegerRanges(range.lowerBound...(range.upperBound - 1)))
    let name = PlanText.text(of: TimeRange(from: range.lowerBound, until: range.upperBound))
    return ComparedPopulation(
      name: name, condition: .column(startField, test, negated: false), range: stage.range)
  }
}
