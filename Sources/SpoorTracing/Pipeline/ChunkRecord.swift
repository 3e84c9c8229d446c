import Synchronization
import Tracing

/// What is known of a streamed answer; given up by its reader, it ends the span all the same.
final class ChunkRecord: Sendable {
  /// So much text of an answer is kept as its output; the rest is counted.
  private static let collectedByteLimit = 1 << 20

  private struct State {
    var text = ""
    var uncollectedByteCount = 0
    var chunkCount = 0
    var isFinished = false
  }

  private let generation: GenerationSpan
  private let endsSpan: Bool
  private let state = Mutex(State())

  init(_ generation: GenerationSpan, endsSpan: Bool) {
    self.generation = generation
    self.endsSpan = endsSpan
  }

  deinit {
    finish()
  }

  func add(_ text: String?) {
    let text = text ?? ""
    if !text.isEmpty { generation.noteFirstToken() }
    state.withLock { state in
      state.chunkCount += 1
      // What is kept is the beginning, without gaps.
      if state.uncollectedByteCount == 0,
        state.text.utf8.count + text.utf8.count <= Self.collectedByteLimit
      {
        state.text += text
      } else {
        state.uncollectedByteCount += text.utf8.count
      }
    }
  }

  /// Tells the span, once.
  func finish(_ error: (any Error)? = nil) {
    let finished = state.withLock { state -> State? in
      guard !state.isFinished else { return nil }
      state.isFinished = true
      return state
    }
    guard let finished else { return }
    generation.span.updateAttributes { attributes in
      attributes[AttributeName.chunkCount] = finished.chunkCount
      if !finished.text.isEmpty { attributes[AttributeName.output] = finished.text }
      if finished.uncollectedByteCount > 0 {
        attributes[AttributeName.uncollectedByteCount] = finished.uncollectedByteCount
      }
    }
    // Whoever ends the span tells of its error: else there were two.
    guard endsSpan else { return }
    if let error {
      generation.span.recordError(error)
      generation.span.setStatus(Tracing.SpanStatus(code: .error))
    }
    generation.span.end()
  }
}
