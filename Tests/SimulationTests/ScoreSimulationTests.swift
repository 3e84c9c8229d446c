import TestSupport
import Testing

/// Scores find their spans, whenever either comes and wherever the spans lie.
@Suite struct ScoreSimulationTests {
  @Test(arguments: [1, 2, 3] as [UInt64])
  func `scores agree with a model after any operations`(seed: UInt64) throws {
    var simulation = ScoreSimulation(seed: seed)
    try simulation.run(operationCount: 48)
  }

  @Test func `scores agree with a model for seeds that nobody chose`() throws {
    let first = Soak.seed()
    for round in Soak.rounds(2) {
      var simulation = ScoreSimulation(seed: first &+ UInt64(round))
      try simulation.run(operationCount: 48)
    }
  }
}
