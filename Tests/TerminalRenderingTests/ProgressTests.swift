import DisplayWidth
import Synchronization
import TerminalRendering
import Testing

/// A clock that is set by hand, and a screen that remembers.
private final class Bench: Sendable {
  let clock = Atomic<Int64>(0)
  let screen = Mutex<[String]>([])

  func meter(width: Int?) -> Progress {
    Progress(
      "sample", bytesTotal: 1_000, width: width,
      now: { [self] in clock.load(ordering: .relaxed) },
      sink: { [self] text in screen.withLock { $0.append(text) } })
  }

  var shown: [String] { screen.withLock { $0 } }
}

@Test func `a meter shows itself late, seldom, and leaves nothing`() {
  let bench = Bench()
  var meter = bench.meter(width: 80)
  meter.update(bytesDone: 100, spans: 10)
  #expect(bench.shown.isEmpty)
  for milliseconds in stride(from: 300, through: 490, by: 10) {
    bench.clock.store(Int64(milliseconds) * 1_000_000, ordering: .relaxed)
    meter.update(bytesDone: 500, spans: 10_000)
  }
  #expect(bench.shown.count == 2)
  meter.finish()
  #expect(bench.shown.last == "\r\u{1B}[K")
}

@Test func `a task that is over at once draws nothing, nor does a pipe`() {
  let bench = Bench()
  var quick = bench.meter(width: 80)
  quick.update(bytesDone: 100, spans: 10)
  quick.finish()
  var piped = bench.meter(width: nil)
  bench.clock.store(10_000_000_000, ordering: .relaxed)
  piped.update(bytesDone: 100, spans: 10)
  piped.finish()
  #expect(bench.shown.isEmpty)
}

@Test func `the meter tells part, pace and remaining time`() {
  let line = ProgressLine(
    bytesDone: 5_242_880, bytesTotal: 10_485_760, spans: 1_234_567, elapsed: 4_000_000_000)
  #expect(
    line.text(label: "sample.jsonl", width: 120)
      == "sample.jsonl  ▕██████████          ▏ 50%  5.0 MiB of 10.0 MiB  1,234,567 spans  "
      + "309k/s  4s left")
  #expect(CharacterWidth.columns(of: line.text(label: "sample.jsonl", width: 30)) == 30)
}

@Test func `without a total the meter counts`() {
  let line = ProgressLine(bytesDone: 2_048, bytesTotal: nil, spans: 3, elapsed: 0)
  #expect(line.text(label: "-", width: 80) == "-  2.0 KiB  3 spans")
}

@Test func `colour needs a terminal and an environment that does not object`() {
  func isColoured(
    _ choice: Terminal.ColorChoice, _ isTerminal: Bool, _ environment: [String: String]
  ) -> Bool {
    Terminal.palette(choice, isTerminal: isTerminal, environment: environment).isEnabled
  }
  #expect(isColoured(.auto, true, [:]))
  #expect(isColoured(.auto, true, ["NO_COLOR": "", "TERM": "xterm"]))
  #expect(!isColoured(.auto, true, ["NO_COLOR": "1"]))
  #expect(!isColoured(.auto, true, ["TERM": "dumb"]))
  #expect(!isColoured(.auto, false, [:]))
  #expect(isColoured(.always, false, ["NO_COLOR": "1"]))
  #expect(!isColoured(.never, true, [:]))
}
