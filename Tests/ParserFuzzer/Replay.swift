import FuzzTargets

// libFuzzer brings its own `main`; without it the kept inputs are gone through once.
#if !FUZZING
  @main struct Replay {
    static func main() throws {
      let inputs = try Corpus.inputs(of: "parser")
      for input in inputs { ParserTarget.check(input) }
      print("\(inputs.count) inputs")
    }
  }
#endif
