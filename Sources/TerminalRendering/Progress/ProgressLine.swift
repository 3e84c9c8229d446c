/// The state of a long task, and the line that tells it.
package struct ProgressLine: Hashable, Sendable {
  /// Columns of the bar.
  private static let barWidth = 20
  /// Before this part of the work is done, the remaining time would be a guess.
  private static let smallestFractionForEstimate = 0.01

  /// Bytes read so far.
  package var bytesDone: Int64
  /// Bytes to read in all; nil when unknown, as with a pipe.
  package var bytesTotal: Int64?
  /// Spans read so far.
  package var spans: Int64
  /// Nanoseconds since the task began.
  package var elapsed: Int64
  /// What is counted.
  package var noun: String

  /// A state of its parts.
  package init(
    bytesDone: Int64, bytesTotal: Int64?, spans: Int64, elapsed: Int64, noun: String = "spans"
  ) {
    self.bytesDone = bytesDone
    self.bytesTotal = bytesTotal
    self.spans = spans
    self.elapsed = elapsed
    self.noun = noun
  }

  /// At most `width` columns; what matters most comes first.
  package func text(label: String, width: Int) -> String {
    var parts = [DisplayText.sanitized(label)]
    if let fraction {
      parts.append("\(bar(fraction)) \(Int(fraction * 100))%")
      parts.append("\(HumanUnits.bytes(bytesDone)) of \(HumanUnits.bytes(bytesTotal ?? 0))")
    } else {
      parts.append(HumanUnits.bytes(bytesDone))
    }
    parts.append("\(HumanUnits.count(spans)) \(noun)")
    if let rate { parts.append("\(HumanUnits.shortCount(rate))/s") }
    if let secondsLeft {
      let left = secondsLeft < 60 ? "\(secondsLeft)s" : HumanUnits.duration(secondsLeft * second)
      parts.append("\(left) left")
    }
    return DisplayText.truncated(parts.joined(separator: "  "), to: width)
  }

  /// Of the bytes, the part that is done: 0 to 1.
  private var fraction: Double? {
    guard let bytesTotal, bytesTotal > 0 else { return nil }
    return min(max(Double(bytesDone) / Double(bytesTotal), 0), 1)
  }

  /// Spans a second.
  private var rate: Int64? {
    guard elapsed > 0, spans > 0 else { return nil }
    return Int64(Double(spans) * 1e9 / Double(elapsed))
  }

  /// Seconds to go at the pace so far.
  private var secondsLeft: Int64? {
    guard let fraction, fraction >= Self.smallestFractionForEstimate, fraction < 1 else {
      return nil
    }
    let seconds = Double(elapsed) / 1e9 * (1 - fraction) / fraction
    guard seconds < 1e9 else { return nil }
    return max(Int64(seconds.rounded()), 1)
  }

  private func bar(_ fraction: Double) -> String {
    let eighths = TimeAxis.Placement.within(
      from: 0, to: Int(fraction * Double(Self.barWidth * 8)))
    return "▕\(Bar.text(eighths, columns: Self.barWidth, isRunning: false))▏"
  }
}

/// In nanoseconds.
private let second: Int64 = 1_000_000_000
