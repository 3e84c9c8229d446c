import FuzzTargets
import Testing

/// The inputs that the fuzzers kept, once more.
@Suite struct CorpusTests {
  @Test func `the parser takes every kept input`() throws {
    let inputs = try Corpus.inputs(of: "parser")
    #expect(inputs.count > 90)
    for input in inputs { ParserTarget.check(input) }
  }

  @Test func `the binder and the engine take every kept input`() throws {
    let (target, inputs) = (try BindingTarget(), try Corpus.inputs(of: "binding"))
    #expect(inputs.count > 90)
    for input in inputs { target.check(input) }
  }
}
