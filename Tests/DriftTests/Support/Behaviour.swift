/// What the traces of an invented pipeline do; a change of it is a planted drift.
struct Behaviour {
  var latency = 1.0
  /// The spread of the logarithms of latencies.
  var spread = 0.9
  /// How much longer the slowest tenth takes.
  var tail = 1.0
  var cost = 1.0
  var errorRate = 0.05
  /// The part of generations that end for each of these reasons: stop, length, filter, tool_calls.
  var finish = [0.7, 0.1, 0.02, 0.18]
  var score = 0.8
  /// The part of traces that the large model answers, which takes half as long again.
  var largeModel = 0.5
  /// How much longer the large model alone takes.
  var largeModelLatency = 1.0
  /// The chance of one more tool call after each.
  var loop = 0.35
  var retryRate = 0.04
  /// The part of traces that look up before they search.
  var reordered = 0.0
  /// The part of traces that call a tool the others do not have.
  var newTool = 0.0
  /// Whether traces come in sessions, whose users are faster or slower, dearer or cheaper, and fail more
  /// or less often.
  var hasSessions = false
}

/// How large a comparison is.
struct Size {
  var baseline: Int
  var candidate: Int

  init(_ each: Int) {
    (baseline, candidate) = (each, each)
  }

  init(_ baseline: Int, _ candidate: Int) {
    (self.baseline, self.candidate) = (baseline, candidate)
  }
}
