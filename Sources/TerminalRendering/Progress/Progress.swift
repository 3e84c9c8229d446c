/// A one-line meter on standard error for tasks that may take long.
///
/// It shows itself only to a person, only when the task is not over at once, and leaves nothing
/// behind: call `finish` before anything else is written.
package struct Progress: ~Copyable {
  /// Tasks shorter than this, in nanoseconds, show no meter.
  package static let patience: Int64 = 300_000_000
  /// Nanoseconds between two drawings: more often is not read.
  package static let interval: Int64 = 100_000_000

  private let label: String
  private let bytesTotal: Int64?
  /// What is counted.
  private let noun: String
  /// Columns of the terminal; nil when there is none to draw on.
  private let width: Int?
  private let now: () -> Int64
  private let sink: (String) -> Void
  private let started: Int64
  private var lastDrawn: Int64?

  /// A meter on standard error, if that is a terminal.
  package init(_ label: String, bytesTotal: Int64?, counting noun: String = "spans") {
    let begin = ContinuousClock.now
    self.init(
      label, bytesTotal: bytesTotal, counting: noun, width: Terminal.width(of: .error),
      now: { nanoseconds(begin.duration(to: .now)) },
      sink: { Terminal.write($0, to: .error) })
  }

  /// A meter with its clock (nanoseconds from any moment) and its screen, for tests.
  package init(
    _ label: String, bytesTotal: Int64?, counting noun: String = "spans", width: Int?,
    now: @escaping () -> Int64,
    sink: @escaping (String) -> Void
  ) {
    self.label = label
    self.bytesTotal = bytesTotal
    self.noun = noun
    self.width = width
    self.now = now
    self.sink = sink
    started = now()
  }

  /// Tells the meter how far the task is.
  ///
  /// Cheap enough for every batch, not for every span.
  package mutating func update(bytesDone: Int64, spans: Int64) {
    guard let width else { return }
    let time = now()
    guard time - started >= Self.patience else { return }
    if let lastDrawn, time - lastDrawn < Self.interval { return }
    lastDrawn = time
    let line = ProgressLine(
      bytesDone: bytesDone, bytesTotal: bytesTotal, spans: spans, elapsed: time - started,
      noun: noun)
    // One column is left free: a full line would wrap on some terminals.
    sink(Self.clearLine + line.text(label: label, width: width - 1))
  }

  /// Takes the meter off the screen.
  package mutating func finish() {
    if lastDrawn != nil { sink(Self.clearLine) }
    lastDrawn = nil
  }

  /// Back to the first column, and erase to the end of the line.
  private static let clearLine = "\r\u{1B}[K"
}

private func nanoseconds(_ duration: Duration) -> Int64 {
  let (seconds, attoseconds) = duration.components
  return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
}
