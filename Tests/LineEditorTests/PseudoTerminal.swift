#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A terminal whose person is a test.
@safe final class PseudoTerminal: Sendable {
  /// How long the screen may take to show what is expected, in milliseconds.
  private static let patience: Int32 = 30_000

  /// The end where keys are pressed and the screen is seen.
  private let controller: Int32
  /// The end that a program takes for its terminal.
  let terminal: Int32

  /// Nil where the system has no pseudo-terminals.
  init?() {
    var controller: Int32 = -1
    var terminal: Int32 = -1
    // Safe: the call fills two numbers; name, modes and size are left to the system.
    guard unsafe openpty(&controller, &terminal, nil, nil, nil) == 0 else { return nil }
    self.controller = controller
    self.terminal = terminal
  }

  deinit {
    close(controller)
    close(terminal)
  }

  /// Presses keys.
  func type(_ keys: String) {
    let bytes = Array(keys.utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe write(controller, $0.baseAddress, $0.count) }
  }

  /// Waits until the screen has shown `text`; returns all it has shown since the last call.
  func wait(for text: String) -> String {
    var shown: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4_096)
    while !String(decoding: shown, as: UTF8.self).contains(text) {
      var state = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
      guard unsafe poll(&state, 1, Self.patience) == 1 else { break }
      let count = unsafe read(controller, &chunk, chunk.count)
      guard count > 0 else { break }
      shown += chunk.prefix(count)
    }
    return String(decoding: shown, as: UTF8.self)
  }
}
