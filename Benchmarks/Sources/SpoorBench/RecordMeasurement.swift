import Dispatch
import Foundation
import Spoor

/// What a span costs the thread that records it.
struct RecordMeasurement {
  /// Nanoseconds a call, ascending; reading the clock, some 30 ns, is in each.
  private let sorted: [Int64]
  let droppedCount: Int

  /// The kinds of spans that are recorded.
  enum Kind: String, CaseIterable {
    case empty
    /// A generation with twelve attributes.
    case typical
    /// The same, with a text of 8 KB.
    case payload
  }

  func percentile(_ percent: Double) -> Int64 {
    sorted[min(sorted.count - 1, Int(Double(sorted.count) * percent / 100))]
  }

  /// Times each of many calls on one thread, while the writer writes beside it.
  ///
  /// - Parameters:
  ///   - kind: what is recorded.
  ///   - count: how many.
  ///   - isStalled: the writer is held up from the first span on, as by a disk that does not answer.
  /// - Returns: the times of the calls.
  /// - Throws: what opening a store throws.
  static func run(
    _ kind: Kind, count: Int, isStalled: Bool = false
  ) throws -> RecordMeasurement {
    let gate = Gate()
    var settings = RecordingSettings()
    settings.queueSpanCount = isStalled ? count / 2 : count + 1
    settings.queueByteCount = 4 << 30
    if isStalled { settings.processors = [gate] }
    let store = try Store.temporary(recording: settings)
    let spans = (0..<count).map { span(kind, $0) }
    let clock = ContinuousClock()
    var times: [Int64] = []
    times.reserveCapacity(count)
    for span in spans {
      let start = clock.now
      store.record(span)
      times.append((clock.now - start).nanoseconds)
    }
    let droppedCount = store.recordingStatistics.droppedCount
    gate.open()
    try store.flushBlocking()
    times.sort()
    return RecordMeasurement(sorted: times, droppedCount: droppedCount)
  }

  /// Spans a second that so many tasks record together, and how many of them were dropped.
  static func throughput(
    tasks: Int, count: Int
  ) async throws -> (perSecond: Double, droppedCount: Int) {
    let store = try Store.temporary()
    let spans = (0..<count).map { span(.typical, $0) }
    let clock = ContinuousClock()
    let start = clock.now
    await withTaskGroup(of: Void.self) { group in
      for task in 0..<tasks {
        group.addTask {
          for place in stride(from: task, to: count, by: tasks) { store.record(spans[place]) }
        }
      }
    }
    let seconds = (clock.now - start) / .seconds(1)
    return (Double(count) / seconds, store.recordingStatistics.droppedCount)
  }

  /// Bytes of memory that a full queue of typical spans takes.
  static func fullQueueByteCount() throws -> Int {
    let gate = Gate()
    var settings = RecordingSettings()
    settings.processors = [gate]
    let store = try Store.temporary(recording: settings)
    let before = residentByteCount()
    var number = 0
    while store.recordingStatistics.droppedCounts.isEmpty {
      for _ in 0..<1_000 {
        store.record(span(.typical, number))
        number += 1
      }
    }
    defer { gate.open() }
    return residentByteCount() - before
  }

  private static func span(_ kind: Kind, _ number: Int) -> SpanData {
    guard let trace = TraceID(high: 1, low: UInt64(number / 6) + 1),
      let id = SpanID(rawValue: UInt64(number) + 1)
    else { preconditionFailure("numbers begin at 1") }
    var span = SpanData(
      traceID: trace, spanID: id, name: "chat gpt-4o", start: Int64(number) * 1_000_000,
      end: Int64(number) * 1_000_000 + 900_000)
    guard kind != .empty else { return span }
    span.attributes = [
      Attribute(key: "gen_ai.operation.name", value: .string("chat")),
      Attribute(key: "gen_ai.request.model", value: .string("gpt-4o")),
      Attribute(key: "gen_ai.response.model", value: .string("gpt-4o-2024-08-06")),
      Attribute(key: "gen_ai.provider.name", value: .string("openai")),
      Attribute(key: "spoor.prompt.name", value: .string("answer")),
      Attribute(key: "spoor.prompt.version", value: .string("v\(number % 20)")),
      Attribute(key: "gen_ai.usage.input_tokens", value: .integer(Int64(number % 4_000))),
      Attribute(key: "gen_ai.usage.output_tokens", value: .integer(Int64(number % 700))),
      Attribute(key: "gen_ai.request.temperature", value: .double(0.2)),
      Attribute(key: "session.id", value: .string("session-\(number / 30)")),
      Attribute(key: "user.id", value: .string("user-\(number % 1_000)")),
      Attribute(key: "gen_ai.response.finish_reasons", value: .array([.string("stop")])),
    ]
    if kind == .payload {
      span.attributes.append(
        Attribute(
          key: "input.value",
          value: .string("\(number) " + String(repeating: "word ", count: 1_637))))
    }
    return span
  }
}

/// Holds the writer up until it is opened.
private final class Gate: SpanProcessor {
  private let opened = DispatchSemaphore(value: 0)

  func process(_ span: inout SpanData) -> SpanDecision {
    opened.wait()
    opened.signal()
    return .keep
  }

  func open() { opened.signal() }
}

extension Duration {
  fileprivate var nanoseconds: Int64 {
    components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }
}

/// Bytes of the process's memory that are in use; 0 where the system does not tell.
private func residentByteCount() -> Int {
  guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else {
    return 0
  }
  let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
  return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) << 10
}
