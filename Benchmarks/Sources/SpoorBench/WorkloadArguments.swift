public import ArgumentParser
public import Workload

/// The options that say which spans to make, the same for every command that makes some.
struct WorkloadArguments: ParsableArguments {
  @Option(help: "How many spans, about.") var spans = 1_000_000
  @Option(help: "The seed; the same seed makes the same spans.") var seed: UInt64 = 1
  @Option(help: "What a trace looks like: pipeline (six spans) or agents.")
  var shape = WorkloadOptions.Shape.pipeline
  @Flag(help: "Give generations their messages, which repeat a session's earlier turns.")
  var payloads = false

  var workload: PipelineWorkload {
    var options = WorkloadOptions(spanCount: spans)
    options.seed = seed
    options.shape = shape
    options.hasPayloads = payloads
    return PipelineWorkload(options)
  }
}

extension WorkloadOptions.Shape: ExpressibleByArgument {}
