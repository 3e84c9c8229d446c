import LineEditor
import Spoor
import TerminalRendering

/// Reads queries and commands until there are no more.
///
/// To a person an error is a message, and the next prompt follows; in a pipe the first error
/// ends the command, so that a script does not go on from a wrong answer.
struct AskLoop {
  private var session: QuerySession
  private let editor: LineEditor
  private var input = InputBuffer()
  /// The query asked last, for `\save`.
  private var lastQuery: String?

  init(session: QuerySession, editor: LineEditor) {
    self.session = session
    self.editor = editor
    self.session.showsTiming = editor.isInteractive && session.output.resolvedFormat == .table
  }

  mutating func run() throws(CommandFailure) {
    InterruptFlag.install()
    if editor.isInteractive { greet() }
    while true {
      switch try nextEvent() {
      case .endOfInput:
        for query in input.finish() { try answer(query) }
        if editor.isInteractive { Terminal.write("\n", to: .output) }
        return
      case .interrupted:
        input = InputBuffer()
      case .line(let line):
        guard try take(line) else { return }
      }
    }
  }

  private func nextEvent() throws(CommandFailure) -> LineEvent {
    do throws(LineEditorError) {
      return try editor.readLine(continuing: input.isPending)
    } catch {
      throw CommandFailure("spoor: \(error)", .failed)
    }
  }

  /// Handles a line; false ends the loop.
  private mutating func take(_ line: String) throws(CommandFailure) -> Bool {
    switch input.take(line) {
    case .nothing: return true
    case .queries(let queries, let entry):
      editor.remember(entry)
      for query in queries { try answer(query) }
      return true
    case .command(let command):
      editor.remember(line)
      return try run(command)
    }
  }

  private mutating func answer(_ query: String) throws(CommandFailure) {
    InterruptFlag.reset()
    lastQuery = query
    try telling { (session) throws(CommandFailure) in try session.answer(query) }
  }

  /// Runs a step; what goes wrong ends the command in a pipe, and is told to a person.
  private mutating func telling(
    _ body: (QuerySession) throws(CommandFailure) -> Void
  ) throws(CommandFailure) {
    do throws(CommandFailure) {
      try body(session)
    } catch {
      guard editor.isInteractive else { throw error }
      Terminal.write("\(error.message)\n", to: .error)
    }
  }

  private mutating func run(_ command: AskCommandLine) throws(CommandFailure) -> Bool {
    switch command {
    case .quit: return false
    case .help: Terminal.write(AskCommandLine.helpText, to: .output)
    case .format(let format): session.output.format = format
    case .timing(let isOn): session.showsTiming = isOn
    case .trace(let id):
      try telling { (session) throws(CommandFailure) in
        try TracePresenter(store: session.store, palette: session.output.palette).show(id)
      }
    case .fields:
      try telling { (session) throws(CommandFailure) in
        let names = try reporting { () throws(StoreError) in try session.store.fieldNames() }
        Terminal.write(names.map { "\(DisplayText.sanitized($0))\n" }.joined(), to: .output)
      }
    case .stats:
      try telling { (session) throws(CommandFailure) in
        let found = try reporting { () throws(StoreError) in try session.store.statistics() }
        Terminal.write(StatisticsText.text(found, session.store.path), to: .output)
      }
    case .save(let name, let query): try save(query ?? lastQuery, as: name)
    case .saved:
      try telling { (session) throws(CommandFailure) in
        try SavedQueryList.print(of: session.store)
      }
    case .forget(let name):
      try telling { (session) throws(CommandFailure) in
        try SavedQueryList.remove(name, from: session.store)
      }
    case .invalid(let reason):
      try telling { (_) throws(CommandFailure) in throw CommandFailure(reason, .usage) }
    }
    return true
  }

  private mutating func save(_ query: String?, as name: String) throws(CommandFailure) {
    try telling { (session) throws(CommandFailure) in
      guard let query else { throw CommandFailure("no query was asked yet", .usage) }
      try reporting { () throws(StoreError) in
        try session.store.save(SavedQuery(name: name, text: query))
      }
    }
  }

  private func greet() {
    let text = "\(session.store.path) · \\help for help, \\q to leave · times are UTC\n"
    Terminal.write(session.output.palette.paint(text, .dim), to: .output)
  }
}
