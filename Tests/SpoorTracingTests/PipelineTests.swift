import Spoor
import SpoorTracing
import Testing
import TraceModel
import Tracing

private let prompt = Prompt(name: "answer", version: "v12", template: "Answer: {question}")

@Suite struct PipelineTests {
  private let traced: TracedStore

  init() throws {
    traced = try TracedStore()
  }

  private func rows(_ query: String) async throws -> [[Value]] {
    try await traced.store.flush()
    return try await traced.store.query(query).rows
  }

  @Test func `a generation fills every field that the query language has for it`() async throws {
    let answer = await withTracer(traced.tracer) {
      await withGeneration(prompt: prompt, model: "gpt-4o", provider: "openai") { generation in
        generation.setInput([
          ChatMessage(role: "system", text: "Be brief."),
          ChatMessage(role: "user", text: "Say \"hi\"."),
        ])
        generation.setUser(id: "mia")
        generation.setConversation(id: "c1")
        generation.noteFirstToken()
        generation.setOutput([ChatMessage(role: "assistant", text: "hi")])
        generation.setUsage(TokenUsage(input: 100, output: 20, cached: 30, reasoning: 5))
        generation.setCost(dollars: 0.0125)
        generation.setFinishReason("stop")
        generation.setResponse(model: "gpt-4o-2024-11-20", id: "r1")
        return "hi"
      }
    }
    #expect(answer == "hi")
    let found = try await rows(
      """
      stage=generation and ttft<1h select name, kind, model, request_model, provider, \
      prompt_name, prompt_version, input_tokens, output_tokens, cached_tokens, \
      reasoning_tokens, total_tokens, cost, finish_reason, user_id, session_id, status, \
      input, output, attr.gen_ai.response.id
      """)
    let input =
      #"[{"role":"system","parts":[{"type":"text","content":"Be brief."}]},"#
      + #"{"role":"user","parts":[{"type":"text","content":"Say \"hi\"."}]}]"#
    #expect(
      found == [
        [
          .string("chat gpt-4o"), .string("client"), .string("gpt-4o-2024-11-20"),
          .string("gpt-4o"), .string("openai"), .string("answer"), .string("v12"), .integer(100),
          .integer(20), .integer(30), .integer(5), .integer(120), .money(12_500_000),
          .string("stop"), .string("mia"), .string("c1"), .string("unset"), .string(input),
          .string(#"[{"role":"assistant","parts":[{"type":"text","content":"hi"}]}]"#),
          .string("r1"),
        ]
      ])
    let hashed = try await rows("group by template_hash select count()")
    #expect(hashed.count == 1 && hashed[0][0] != .null)
  }

  @Test func `generations are compared by the version of their prompt`() async throws {
    await withTracer(traced.tracer) {
      for (version, tokens) in [("v1", 10), ("v2", 20), ("v2", 40)] {
        await withGeneration(
          prompt: Prompt(name: "answer", version: version), model: "gpt-4o"
        ) { $0.setUsage(TokenUsage(output: tokens)) }
      }
    }
    let found = try await rows(
      "stage=generation group by prompt_version select count(), sum(output_tokens)")
    #expect(
      found == [
        [.string("v1"), .integer(1), .integer(10)], [.string("v2"), .integer(2), .integer(60)],
      ])
  }

  @Test func `the steps of a pipeline are spans of their stages, below it`() async throws {
    await withTracer(traced.tracer) {
      await withWorkflow("rag", conversation: "c1") { workflow in
        workflow.setInput("why?")
        await withEmbedding(model: "small", provider: "openai") { $0.setUsage(inputTokens: 3) }
        await withRetrieval(from: "manuals", query: "why?") {
          $0.setDocuments([
            RetrievedDocument(id: "d1", score: 0.5, text: "because"), RetrievedDocument(id: "d2"),
          ])
        }
        await withReranking(model: "ranker", query: "why?") {
          $0.setDocuments([RetrievedDocument(id: "d1", score: 0.9)])
          $0.setUsage(inputTokens: 7)
        }
        await withAugmentation(prompt: prompt) { $0.setOutput("Answer: why?") }
        await withAgent("clerk") { _ in
          await withTool("lookup", callID: "t1", arguments: "{\"id\":1}") { $0.setOutput("found") }
        }
        await withValidation(by: "cites", input: "because") {
          $0.setVerdict(.rejected(reason: "no source"))
          $0.setScore(0.25)
        }
        workflow.setOutput("because")
      }
    }
    let found = try await rows(
      "select stage, name, kind, parent.stage, input, output order by start")
    let workflow = Value.string("workflow")
    let documents =
      #"[{"id":"d1","score":0.5,"content":"because"},{"id":"d2"}]"#
    let expected: [[Value]] = [
      [
        workflow, .string("invoke_workflow rag"), .string("internal"), .null, .string("why?"),
        .string("because"),
      ],
      [
        .string("embedding"), .string("embeddings small"), .string("client"), workflow, .null,
        .null,
      ],
      [
        .string("retrieval"), .string("retrieval manuals"), .string("client"), workflow,
        .string("why?"), .string(documents),
      ],
      [
        .string("reranking"), .string("reranking ranker"), .string("client"), workflow,
        .string("why?"), .string(#"[{"id":"d1","score":0.9}]"#),
      ],
      [
        .string("augmentation"), .string("augmentation answer"), .string("internal"), workflow,
        .null, .string("Answer: why?"),
      ],
      [
        .string("agent"), .string("invoke_agent clerk"), .string("internal"), workflow, .null,
        .null,
      ],
      [
        .string("tool"), .string("execute_tool lookup"), .string("internal"), .string("agent"),
        .string("{\"id\":1}"), .string("found"),
      ],
      [
        .string("validation"), .string("validation cites"), .string("internal"), workflow,
        .string("because"), .null,
      ],
    ]
    #expect(found == expected)
    let rejected = try await rows(
      """
      attr.gen_ai.evaluation.score.label=fail select attr.gen_ai.evaluation.name, \
      attr.gen_ai.evaluation.explanation, attr.gen_ai.evaluation.score.value, status
      """)
    #expect(
      rejected == [[.string("cites"), .string("no source"), .double(0.25), .string("unset")]])
    let augmented = try await rows("stage=augmentation select prompt_name, prompt_version")
    #expect(augmented == [[.string("answer"), .string("v12")]])
  }

  @Test func `an error keeps its type, and is recorded once`() async throws {
    await withTracer(traced.tracer) {
      do throws(Mishap) {
        try await withGeneration(prompt: prompt, model: "gpt-4o") { _ throws(Mishap) in
          throw Mishap()
        }
        Issue.record("nothing was thrown")
      } catch {
        #expect(error.description == "the model is out")
      }
    }
    let span = try await traced.span()
    #expect(span.status.code == .error)
    #expect(span.events.map(\.name) == ["exception"])
    #expect(span.end != nil)
  }

  @Test func `a helper works with whatever tracer there is`() async {
    // There is none here.
    let answer = await withGeneration(prompt: prompt, model: "gpt-4o") { generation in
      generation.setOutput([ChatMessage(role: "assistant", text: "hi")])
      return generation.span.isRecording
    }
    #expect(!answer)
  }

  @MainActor @Test func `a helper runs its closure where it is called`() async throws {
    var calls = 0
    await withTracer(traced.tracer) {
      await withTool("count") { _ in
        MainActor.assertIsolated()
        calls += 1
      }
    }
    #expect(calls == 1)
  }

  @Test func `a cost that is none is not told`() async throws {
    await withTracer(traced.tracer) {
      for dollars in [-1, .nan, .infinity] {
        await withGeneration(prompt: prompt, model: "gpt-4o") { $0.setCost(dollars: dollars) }
      }
    }
    #expect(try await rows("cost is missing select count()") == [[.integer(3)]])
  }
}
