#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The words after the command's name.
struct Arguments {
  private let words = Array(CommandLine.arguments.dropFirst(2))

  subscript(index: Int) -> String {
    guard words.indices.contains(index) else { fail("too few arguments") }
    return words[index]
  }

  func number(_ index: Int) -> Int {
    guard let number = Int(self[index]) else { fail("\(self[index]) is not a number") }
    return number
  }
}

/// Writes a line at once: a kill that follows takes nothing of it back.
func say(_ line: String) {
  let bytes = Array("\(line)\n".utf8)
  // Safe: the array lives through the call. A line is shorter than what a pipe takes whole.
  _ = unsafe write(STDOUT_FILENO, bytes, bytes.count)
}

/// Ends the process with a reason.
func fail(_ reason: String) -> Never {
  say("failed \(reason)")
  exit(1)
}

/// Whether standard input has come to its end; does not wait.
func inputHasEnded() -> Bool {
  var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
  // Safe: the call reads and writes the one request it is given.
  guard unsafe poll(&request, 1, 0) > 0 else { return false }
  var byte: UInt8 = 0
  return unsafe read(STDIN_FILENO, &byte, 1) == 0
}
