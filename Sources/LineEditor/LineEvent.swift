/// What came of waiting for a line.
package enum LineEvent: Hashable, Sendable {
  /// A line, without its line feed.
  case line(String)
  /// Ctrl-C: what was typed is to be forgotten.
  case interrupted
  /// Ctrl-D on an empty line, or the end of a file.
  case endOfInput
}

/// Lines could not be read.
package enum LineEditorError: Error, Hashable, Sendable {
  /// A line of a file or a pipe is longer than a query can be: probably no text at all.
  case lineTooLong(byteLimit: Int)
  /// The system refused to read, for the reason that this number of `errno` names.
  case unreadable(errno: Int32)
}

extension LineEditorError: CustomStringConvertible {
  /// What went wrong, for a person.
  package var description: String {
    switch self {
    case .lineTooLong(let limit): "an input line is longer than \(limit) bytes"
    case .unreadable(let number): "standard input can not be read (error \(number))"
    }
  }
}
