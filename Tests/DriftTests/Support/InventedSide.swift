import Drift
import Statistics

/// The traces of one side of an invented comparison, as columns.
struct InventedSide {
  private(set) var latency: Sample
  private(set) var cost: Sample
  private(set) var error: Sample
  private(set) var finish: Sample
  private(set) var score: Sample
  private(set) var model: Sample
  private(set) var tenant: Sample
  private(set) var forms: [[ShapeInput.Node]: Int] = [:]
  /// For each trace its form, and its unit.
  private(set) var traceForms: [[ShapeInput.Node]] = []
  private(set) var traceUnits: [Int32] = []

  static let labels = ["agent", "generation", "tool:search", "tool:lookup", "tool:browse"]
  static let finishNames = ["stop", "length", "filter", "tool_calls"]
  static let models = ["small", "large"]
  static let tenants = (0..<12).map { "tenant-\($0)" }

  init(_ behaviour: Behaviour, traces: Int, seed: UInt64) {
    var source = InventedNumbers(seed: seed)
    let sessions = behaviour.hasSessions ? max(1, traces / 4) : traces
    let empty = Sample(values: [], units: [], unitCount: sessions)
    (latency, cost, error, finish) = (empty, empty, empty, empty)
    (score, model, tenant) = (empty, empty, empty)
    let moods = (0..<sessions).map { _ in behaviour.hasSessions ? source.normal() : 0 }
    for trace in 0..<traces {
      let session = behaviour.hasSessions ? source.index(below: sessions) : trace
      addTrace(behaviour, unit: Int32(session), mood: moods[session], &source)
    }
  }

  private mutating func addTrace(
    _ behaviour: Behaviour, unit: Int32, mood: Double, _ source: inout InventedNumbers
  ) {
    let isLarge = source.chance(behaviour.largeModel)
    append(isLarge ? 1 : 0, unit, to: \.model)
    append(Double(source.index(below: Self.tenants.count)), unit, to: \.tenant)
    let nodes = Self.nodes(behaviour, &source)
    forms[nodes, default: 0] += 1
    traceForms.append(nodes)
    traceUnits.append(unit)
    append(
      min(1, max(0, behaviour.score + 0.03 * mood + 0.1 * source.normal())), unit, to: \.score)
    let temper = 0.4 * mood + 0.3 * source.normal()
    for _ in 0..<nodes.count(where: { $0.label == 1 }) {
      var latency = source.exponential(behaviour.spread * source.normal() + temper)
      latency *= behaviour.latency * (isLarge ? 1.5 * behaviour.largeModelLatency : 1)
      if source.chance(0.1) { latency *= 2 * behaviour.tail }
      append((latency * 1e9).rounded(), unit, to: \.latency)
      let cost = source.exponential(0.7 * source.normal() + 0.3 * mood) * behaviour.cost
      append((cost * 1e6).rounded(), unit, to: \.cost)
      let rate = behaviour.errorRate * (mood > 0 ? 1.6 : mood < 0 ? 0.4 : 1)
      append(source.chance(rate) ? 1 : 0, unit, to: \.error)
      append(Double(source.index(of: behaviour.finish)), unit, to: \.finish)
    }
  }

  private mutating func append(
    _ value: Double, _ unit: Int32, to path: WritableKeyPath<Self, Sample>
  ) {
    self[keyPath: path].values.append(value)
    self[keyPath: path].units.append(unit)
  }

  private static func nodes(
    _ behaviour: Behaviour, _ source: inout InventedNumbers
  ) -> [ShapeInput.Node] {
    func node(_ label: Int32, isError: Bool = false) -> ShapeInput.Node {
      .init(label: label, depth: label == 0 ? 0 : 1, isError: isError)
    }
    var nodes = [node(0), node(1)]
    var tools = source.chance(behaviour.reordered) ? [node(3), node(2)] : [node(2), node(3)]
    while source.chance(behaviour.loop), tools.count < 12 { tools.append(node(2)) }
    for tool in tools {
      if source.chance(behaviour.retryRate) { nodes.append(node(tool.label, isError: true)) }
      nodes.append(tool)
    }
    if source.chance(behaviour.newTool) { nodes.append(node(4)) }
    while source.chance(0.3), nodes.count < 30 { nodes.append(node(1)) }
    return nodes
  }
}

/// Random numbers of several laws.
struct InventedNumbers {
  private var generator: SplitMix64

  init(seed: UInt64) {
    generator = SplitMix64(seed: seed)
  }

  mutating func uniform() -> Double {
    (Double(generator.next() >> 11) + 0.5) * 0x1p-53
  }

  mutating func normal() -> Double { NormalDistribution.quantile(uniform()) }

  func exponential(_ x: Double) -> Double { Statistics.exponential(x) }

  mutating func chance(_ probability: Double) -> Bool { uniform() < probability }

  mutating func index(below bound: Int) -> Int { generator.next(below: bound) }

  mutating func index(of shares: [Double]) -> Int {
    var rest = uniform()
    for (index, share) in shares.enumerated() {
      rest -= share
      if rest < 0 { return index }
    }
    return shares.count - 1
  }
}
