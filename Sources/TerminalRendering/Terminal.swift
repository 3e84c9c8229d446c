#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What the process can know of its terminal without asking it: a terminal that is asked for its
/// colours and does not answer would stall the start.
package enum Terminal {
  /// Columns, where nothing says how many there are.
  package static let standardWidth = 80
  /// Narrower than this, output is drawn for this width and left to wrap.
  private static let minimumWidth = 20

  /// A file of the process.
  package enum Stream: Int32, Sendable {
    /// Standard input.
    case input = 0
    /// Standard output.
    case output = 1
    /// Standard error.
    case error = 2
  }

  /// When to use colour, as `--color` says it.
  package enum ColorChoice: String, CaseIterable, Sendable {
    /// On a terminal that has colours, unless the environment objects.
    case auto
    /// In pipes too.
    case always
    /// Not at all.
    case never
  }

  /// Whether a person sees, or types, what passes through a stream.
  package static func isTerminal(_ stream: Stream) -> Bool { isatty(stream.rawValue) == 1 }

  /// The columns of the terminal behind a stream; nil when there is no terminal.
  package static func width(of stream: Stream) -> Int? {
    guard isTerminal(stream) else { return nil }
    var size = winsize()
    // Safe: the request fills a `winsize`, and `size` is one.
    let status = unsafe ioctl(stream.rawValue, UInt(TIOCGWINSZ), &size)
    let columns = status == 0 ? Int(size.ws_col) : 0
    return max(columns > 0 ? columns : standardWidth, minimumWidth)
  }

  /// The palette for a stream.
  package static func palette(
    for stream: Stream, choice: ColorChoice = .auto, environment: [String: String]
  ) -> Palette {
    palette(choice, isTerminal: isTerminal(stream), environment: environment)
  }

  /// The palette of a choice, by the conventions of `NO_COLOR` (no-color.org: set and not empty)
  /// and `TERM`.
  package static func palette(
    _ choice: ColorChoice, isTerminal: Bool, environment: [String: String]
  ) -> Palette {
    switch choice {
    case .always: return .ansi
    case .never: return .plain
    case .auto:
      let isRefused = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
      return isTerminal && !isRefused ? .ansi : .plain
    }
  }

  /// Writes all of `text`; false when the reader is gone or the disk is full.
  @discardableResult
  package static func write(_ text: String, to stream: Stream) -> Bool {
    let bytes = Array(text.utf8)
    var offset = 0
    while offset < bytes.count {
      // Safe: the pointer and the count are those of the slice, which outlives the call.
      let written = unsafe bytes[offset...].withUnsafeBytes { rest in
        unsafe systemWrite(stream.rawValue, rest.baseAddress, rest.count)
      }
      if written > 0 { offset += written }
      if written == 0 || (written < 0 && errno != EINTR) { return false }
    }
    return true
  }
}

/// `write` of the C library, which `Terminal.write` hides.
private func systemWrite(
  _ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int
) -> Int {
  unsafe write(file, bytes, count)
}
