/// The sessions that go on at the same time.
///
/// Invariant: their number is fixed, and so is the length of a session, so that the memory does
/// not depend on the number of spans.
struct SessionPool {
  private let options: WorkloadOptions
  /// Apart from the spans' own numbers: the same spans come out with payloads and without.
  private var random: RandomSource
  private var sessions: [Session] = []
  private var startedCount = 0

  init(_ options: WorkloadOptions) {
    self.options = options
    random = RandomSource(seed: ~options.seed)
    let count =
      switch options.shape {
      case .pipeline: 1
      case .agents: 64
      }
    for _ in 0..<count { sessions.append(nextSession()) }
  }

  subscript(slot: Int) -> Session {
    get { sessions[slot] }
    _modify { yield &sessions[slot] }
  }

  /// The session that a trace belongs to.
  mutating func slot(of trace: Int) -> Int {
    sessions.count == 1 ? 0 : random.below(sessions.count)
  }

  /// A session whose last turn this was makes room for a new one.
  mutating func finishTurn(in slot: Int) {
    sessions[slot].turnsLeft -= 1
    if sessions[slot].turnsLeft == 0 { sessions[slot] = nextSession() }
  }

  private mutating func nextSession() -> Session {
    defer { startedCount += 1 }
    let seed = random.next()
    let user = random.below(WorkloadOptions.userCount)
    let turnCount =
      switch options.shape {
      case .pipeline: 4
      case .agents: 1 + random.below(12)
      }
    return Session(
      number: startedCount, userID: "user-\(user)", turnCount: turnCount,
      conversationSeed: options.hasPayloads ? seed : nil)
  }
}
