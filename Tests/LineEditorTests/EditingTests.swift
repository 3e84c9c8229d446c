import Foundation
import LineEditor
import Synchronization
import Testing

/// What the reading thread hands back.
private final class Outcome: Sendable {
  let events = Mutex<[LineEvent]>([])
  let isDone = DispatchSemaphore(value: 0)
}

/// Reads lines on a pseudo-terminal while a script types them: an array of keys and of what the
/// screen must show before the next keys are pressed.
///
/// The editor blocks a thread of its own: those of Swift's concurrency are few.
private func session(
  _ script: [(keys: String, shows: String)], lines: Int, history: [String] = [],
  candidates: [String] = []
) throws -> [LineEvent] {
  let terminal = try #require(PseudoTerminal())
  let outcome = Outcome()
  Thread.detachNewThread {
    var configuration = LineEditor.Configuration()
    configuration.input = terminal.terminal
    configuration.output = terminal.terminal
    configuration.complete = { line, cursor in
      let typed = String(decoding: line.utf8.prefix(cursor), as: UTF8.self)
      return candidates.filter { $0.hasPrefix(typed) }
    }
    let editor = LineEditor(configuration)
    for entry in history { editor.remember(entry) }
    for number in 0..<lines {
      guard let event = try? editor.readLine(continuing: number > 0) else { break }
      outcome.events.withLock { $0.append(event) }
    }
    outcome.isDone.signal()
  }
  #expect(terminal.wait(for: "spoor> ").contains("spoor> "))
  for (keys, shows) in script {
    terminal.type(keys)
    guard !shows.isEmpty else { continue }
    let screen = terminal.wait(for: shows)
    #expect(screen.contains(shows), "after \(keys.debugDescription): \(screen.debugDescription)")
  }
  #expect(outcome.isDone.wait(timeout: .now() + 30) == .success, "the editor still waits")
  return outcome.events.withLock { $0 }
}

@Suite(.serialized)
struct EditingTests {
  @Test func `lines are read with editing and letters of any script`() throws {
    let events = try session(
      [("imit 日本é\u{7F}", "日本"), ("\u{1}l\r", "...> "), ("\u{4}", "")], lines: 2)
    #expect(events == [.line("limit 日本"), .endOfInput])
  }

  @Test func `control C gives the line up and the next one is read`() throws {
    let events = try session(
      [("stage=x", "stage=x"), ("\u{3}", "...> "), ("ok\r", "ok")], lines: 2)
    #expect(events == [.interrupted, .line("ok")])
  }

  @Test func `Tab completes, and lists on the second press`() throws {
    let events = try session(
      [
        ("s", "s"), ("\t", "ta"), ("\t\t", "stage  start"), ("g\t", "e"), ("\r", ""),
      ], lines: 1, candidates: ["stage", "start"])
    #expect(events == [.line("stage")])
  }

  @Test func `the arrow keys recall history, several lines included`() throws {
    let events = try session(
      [("\u{10}\u{10}", "first"), ("\r", "...> "), ("\u{10}\r", "third")],
      lines: 2, history: ["first\nsecond", "third", " not kept"])
    #expect(events == [.line("first\nsecond"), .line("third")])
  }

  @Test func `control R searches history`() throws {
    let events = try session(
      [("\u{12}gen", "generation"), ("\u{1B}", ""), ("\r", "")],
      lines: 1, history: ["stage=generation", "stage=tool"])
    #expect(events == [.line("stage=generation")])
  }

  @Test func `control D on a line with text does not end the session`() throws {
    let events = try session([("a", "a"), ("\u{4}b\r", "")], lines: 1)
    #expect(events == [.line("ab")])
  }
}

@Test func `the interrupt flag counts signals and can be reset`() async {
  await #expect(processExitsWith: .success) {
    InterruptFlag.install()
    #expect(!InterruptFlag.isRaised)
    for press in 1...2 {
      // To the process, as a terminal sends it: threads of the pool take no signals.
      kill(getpid(), SIGINT)
      let deadline = ContinuousClock.now + .seconds(10)
      while InterruptFlag.count < press, ContinuousClock.now < deadline { await Task.yield() }
      #expect(InterruptFlag.count == press)
    }
    #expect(InterruptFlag.isRaised)
    InterruptFlag.reset()
    #expect(!InterruptFlag.isRaised)
  }
}
