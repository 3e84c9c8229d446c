import Spoor

/// What a finished command tells the shell.
enum ExitStatus: Int32 {
  case fine = 0
  /// The query, or the import, failed.
  case failed = 1
  /// The arguments make no sense.
  case usage = 2
  /// The store is missing, locked or damaged.
  case store = 3
  /// A query asked for a check, and an assertion failed or a compared metric regressed.
  case assertion = 4
  case interrupted = 130
}

/// Ends the command with a message on standard error.
struct CommandFailure: Error {
  var message: String
  var code: ExitStatus

  init(_ message: String, _ code: ExitStatus) {
    self.message = message
    self.code = code
  }

  init(_ error: StoreError) {
    switch error {
    case .refused(let message): self.init(message, .failed)
    case .cancelled: self.init("interrupted", .interrupted)
    case .resourceExhausted, .deadlineExceeded: self.init("spoor: \(error)", .failed)
    case .missing, .notAStore, .newerFormat, .damaged, .unavailable, .readOnly:
      self.init("spoor: \(error)", .store)
    }
  }
}

/// Runs a step on a store; its failure ends the command.
func reporting<Result: ~Copyable>(
  _ body: () throws(StoreError) -> Result
) throws(CommandFailure) -> Result {
  do throws(StoreError) {
    return try body()
  } catch {
    throw CommandFailure(error)
  }
}
