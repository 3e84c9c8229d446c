import Tracing

extension GenerationSpan {
  /// Passes on the parts of an answer as they come, and tells the span of them: the time to the
  /// first text, how many parts came, and the text put together as `output`.
  ///
  /// ```swift
  /// for try await chunk in generation.trace(client.stream(question), text: \.delta) {
  ///   try await response.write(chunk.delta)
  /// }
  /// ```
  ///
  /// Iterate it once. The output is told when the answer ends, fails, or is given up.
  ///
  /// - Parameters:
  ///   - chunks: the parts, as the client gives them.
  ///   - endsSpan: end the span with the answer, and record the error that ends it: for a span of
  ///     ``startGeneration(prompt:model:provider:context:function:file:line:)``.
  ///   - text: the text of a part; nil or empty for one that has none.
  /// - Returns: the same parts.
  public func trace<Chunks: AsyncSequence>(
    _ chunks: Chunks, endsSpan: Bool = false,
    text: @escaping @Sendable (Chunks.Element) -> String?
  ) -> TracedChunks<Chunks> {
    set(.bool(true), AttributeName.isStreamed)
    return TracedChunks(chunks, ChunkRecord(self, endsSpan: endsSpan), text: text)
  }
}

/// The parts of an answer, of which a span is told as they pass.
public struct TracedChunks<Base: AsyncSequence>: AsyncSequence {
  /// A part of the answer.
  public typealias Element = Base.Element
  /// What the answer may fail with.
  public typealias Failure = Base.Failure

  private let base: Base
  private let record: ChunkRecord
  private let text: @Sendable (Element) -> String?

  init(_ base: Base, _ record: ChunkRecord, text: @escaping @Sendable (Element) -> String?) {
    self.base = base
    self.record = record
    self.text = text
  }

  /// Begins to pass the parts on.
  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(base: base.makeAsyncIterator(), record: record, text: text)
  }

  /// Passes the parts on, one by one.
  public struct AsyncIterator: AsyncIteratorProtocol {
    var base: Base.AsyncIterator
    let record: ChunkRecord
    let text: @Sendable (Element) -> String?

    /// The next part; nil after the last.
    public mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(Base.Failure) -> Base.Element? {
      do throws(Base.Failure) {
        guard let chunk = try await base.next(isolation: actor) else {
          record.finish()
          return nil
        }
        record.add(text(chunk))
        return chunk
      } catch {
        record.finish(error)
        throw error
      }
    }
  }
}

extension TracedChunks: Sendable where Base: Sendable {}
