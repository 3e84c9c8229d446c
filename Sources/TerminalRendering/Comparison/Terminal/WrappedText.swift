import DisplayWidth

/// Sentences broken between words to fit a terminal.
enum WrappedText {
  /// The lines of `text`, all but the first indented; one line where there is no limit.
  static func lines(_ text: String, width: Int?, indent: Int = 0) -> [String] {
    guard let width else { return [text] }
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      let candidate = line.isEmpty ? String(word) : "\(line) \(word)"
      let room = width - (lines.isEmpty ? 0 : indent)
      if CharacterWidth.columns(of: candidate) <= room || line.isEmpty {
        line = candidate
      } else {
        lines.append(line)
        line = String(word)
      }
    }
    lines.append(line)
    return lines.enumerated().map { index, line in
      let room = width - (index > 0 ? indent : 0)
      return (index > 0 ? margin : "") + DisplayText.truncated(line, to: max(1, room))
    }
  }
}
