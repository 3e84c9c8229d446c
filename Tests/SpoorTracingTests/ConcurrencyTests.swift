import Spoor
import SpoorTracing
import Testing
import TraceModel
import Tracing

@Suite struct ConcurrencyTests {
  @Test func `spans that many tasks make at once are all stored, each with its parent`()
    async throws
  {
    let traced = try TracedStore()
    await withTracer(traced.tracer) {
      await withTaskGroup(of: Void.self) { group in
        for task in 0..<64 {
          group.addTask {
            await withSpan("task") { outer in
              for step in 0..<20 {
                await withSpan("step") { inner in
                  inner.attributes["task"] = task
                  outer.attributes["step.\(step)"] = step
                  await Task.yield()
                }
              }
            }
          }
        }
      }
    }
    let spans = try await traced.spans()
    #expect(spans.count == 64 * 21)
    #expect(traced.store.recordingStatistics.droppedCount == 0)
    let tasks = Dictionary(
      uniqueKeysWithValues: spans.filter { $0.name == "task" }.map { ($0.spanID, $0) })
    #expect(tasks.count == 64)
    #expect(tasks.values.allSatisfy { $0.attributes.count == 20 && $0.parentID == nil })
    for span in spans where span.name == "step" {
      let parent = try #require(span.parentID.flatMap { tasks[$0] })
      #expect(span.traceID == parent.traceID)
    }
    #expect(Set(spans.map(\.traceID)).count == 64)
  }

  @Test func `of many tasks that end a span at once one ends it`() async throws {
    let traced = try TracedStore()
    for _ in 0..<50 {
      let span = traced.tracer.startSpan("answer")
      await withTaskGroup(of: Void.self) { group in
        for task in 0..<8 {
          group.addTask {
            span.attributes["\(task)"] = task
            span.end()
          }
        }
      }
    }
    #expect(try await traced.spans().count == 50)
    #expect(traced.store.recordingStatistics.acceptedCount == 50)
  }

  @Test func `attributes that many tasks set at once are all kept`() async throws {
    let traced = try TracedStore()
    await traced.tracer.withSpan("answer") { span in
      await withTaskGroup(of: Void.self) { group in
        for task in 0..<8 {
          group.addTask {
            for number in 0..<11 { span.attributes["\(task).\(number)"] = number }
          }
        }
      }
    }
    #expect(try await traced.span().attributes.count == 88)
  }
}
