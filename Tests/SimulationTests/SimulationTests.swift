import TestSupport
import Testing

/// A store agrees with a dictionary, whatever is done to it.
@Suite struct SimulationTests {
  /// Seeds that once found a defect, or that reach corners; each is one case.
  @Test(arguments: [1, 2] as [UInt64])
  func `a store agrees with a dictionary after any operations`(seed: UInt64) throws {
    var simulation = Simulation(seed: seed)
    try simulation.run(operationCount: 36)
  }

  @Test func `a store agrees with a dictionary for seeds that nobody chose`() throws {
    let first = Soak.seed()
    for round in Soak.rounds(1) {
      var simulation = Simulation(seed: first &+ UInt64(round))
      try simulation.run(operationCount: 36)
    }
  }
}
