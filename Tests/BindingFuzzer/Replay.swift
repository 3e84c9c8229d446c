import FuzzTargets

// libFuzzer brings its own `main`; without it the kept inputs are gone through once.
#if !FUZZING
  @main struct Replay {
    static func main() throws {
      let (target, inputs) = (try BindingTarget(), try Corpus.inputs(of: "binding"))
      for input in inputs { target.check(input) }
      print("\(inputs.count) inputs")
    }
  }
#endif
