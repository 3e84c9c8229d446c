#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif
import Synchronization

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
      let reason = written < 0 ? errno : 0
      if written > 0 {
        offset += written
      } else if reason == EAGAIN {
        waitUntilWritable(stream)
      } else if reason != EINTR {
        if stream == .output { outputFailure.store(reason, ordering: .relaxed) }
        return false
      }
    }
    return true
  }

  /// Why standard output did not take all that was written to it; nil when it did.
  ///
  /// For the end of a command: an answer that is not on the disk must not end in success.
  package static var outputFailureReason: String? {
    let reason = outputFailure.load(ordering: .relaxed)
    guard reason != 0 else { return nil }
    // Safe: the text is copied at once, and no other thread asks for one.
    return unsafe strerror(reason).map { unsafe String(cString: $0) } ?? "error \(reason)"
  }

  /// Opens `/dev/null` for those standard streams that the caller of the process has closed.
  ///
  /// Otherwise the store's files would be given the streams' numbers, and what is written for a
  /// person would end up in them.
  package static func openMissingStreams() {
    // `open` takes the lowest free number, so that the gaps are filled from below.
    for stream: Stream in [.input, .output, .error] where fcntl(stream.rawValue, F_GETFD) < 0 {
      // Safe: the path is a literal, which ends in a zero.
      _ = unsafe open("/dev/null", stream == .input ? O_RDONLY : O_WRONLY)
    }
  }

  /// Waits for the reader of a stream that another process has set not to block.
  private static func waitUntilWritable(_ stream: Stream) {
    var request = pollfd(fd: stream.rawValue, events: Int16(POLLOUT), revents: 0)
    // Safe: one request is passed, and one is counted.
    _ = unsafe poll(&request, 1, -1)
  }
}

/// The `errno` of the last write to standard output that failed; 0 for none.
private let outputFailure = Atomic<Int32>(0)

/// `write` of the C library, which `Terminal.write` hides.
private func systemWrite(
  _ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int
) -> Int {
  unsafe write(file, bytes, count)
}
