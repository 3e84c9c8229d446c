import TraceModel

/// Reads the script format: keywords at the start of a line, what belongs to them behind it and
/// on lines indented by two spaces.
struct ScriptReader {
  private let lines: [String]
  private var index = 0
  private var spanCount = 0
  private var scoreCount = 0
  private var steps: [Script.Step] = []

  private init(_ text: String) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    self.lines = lines
  }

  static func read(_ text: String) throws -> Script {
    var reader = ScriptReader(text)
    while reader.index < reader.lines.count { try reader.readStep() }
    return Script(steps: reader.steps, lines: reader.lines)
  }

  private mutating func readStep() throws {
    let line = lines[index]
    let number = index + 1
    guard !line.isBlank, !line.hasPrefix("#") else {
      index += 1
      return
    }
    let (keyword, rest) = line.splitOnce(at: " ")
    index += 1
    let action: Script.Action
    switch keyword {
    case "load" where rest == "examples": action = .loadExamples
    case "load" where rest.isEmpty: action = .load(try readSpans())
    case "score" where rest.isEmpty: action = .score(try readScores())
    case "clear": action = .clear
    case "now": action = .now(try instant(rest, number))
    case "param": action = try parameter(rest, number)
    case "newest": action = .newest(Int(rest))
    case "query": action = .ask(try readQuestion(rest, number))
    default: throw ScriptError(line: number, reason: "there is no keyword \(keyword)")
    }
    steps.append(Script.Step(line: number, action: action))
  }

  private mutating func readSpans() throws -> [SpanData] {
    let spans = try readNotation(after: spanCount) { (line, number) throws(NotationError) in
      try SpanNotation.read(line, ordinal: number)
    }
    spanCount += spans.count
    return spans
  }

  private mutating func readScores() throws -> [Score] {
    let scores = try readNotation(after: scoreCount) { (line, number) throws(NotationError) in
      try ScoreNotation.read(line, ordinal: number)
    }
    scoreCount += scores.count
    return scores
  }

  /// What the indented lines that follow say, one thing each, numbered on.
  private mutating func readNotation<Element>(
    after count: Int, _ read: (String, Int) throws(NotationError) -> Element
  ) throws -> [Element] {
    var elements: [Element] = []
    while let line = nextIndented() {
      if line.hasPrefix("#") { continue }
      do throws(NotationError) {
        elements.append(try read(line, count + elements.count + 1))
      } catch {
        throw ScriptError(line: index, reason: error.reason)
      }
    }
    return elements
  }

  private func instant(_ text: String, _ line: Int) throws -> Int64 {
    guard let instant = InstantText.parse(text) else {
      throw ScriptError(line: line, reason: "now takes an instant, as 2026-11-02T00:00:00Z")
    }
    return instant
  }

  private func parameter(_ text: String, _ line: Int) throws -> Script.Action {
    let (name, value) = text.splitOnce(at: "=")
    guard !name.isEmpty, text.contains("=") else {
      throw ScriptError(line: line, reason: "param takes name=value")
    }
    return .parameter(name: name, value: value)
  }

  private mutating func readQuestion(_ first: String, _ line: Int) throws -> Script.Question {
    var query = first.isEmpty ? [] : [first]
    while let next = nextIndented() { query.append(next) }
    let start = index
    while index < lines.count, isAnswer(lines[index]) {
      index += 1
      while nextIndented() != nil {}
    }
    return Script.Question(
      query: query.joined(separator: "\n"), answer: Array(lines[start..<index]),
      answerLines: start..<index)
  }

  private func isAnswer(_ line: String) -> Bool {
    ["expect", "assertions", "error", "notes"].contains(line) || line.hasPrefix("types ")
  }

  /// The next line without its indentation, when it has one.
  private mutating func nextIndented() -> String? {
    guard index < lines.count, lines[index].hasPrefix("  "), !lines[index].isBlank else {
      return nil
    }
    defer { index += 1 }
    return String(lines[index].dropFirst(2))
  }
}

extension String {
  var isBlank: Bool { allSatisfy { $0 == " " } }

  /// What stands before and behind the first `separator`; all and nothing when there is none.
  func splitOnce(at separator: Character) -> (String, String) {
    guard let place = firstIndex(of: separator) else { return (self, "") }
    return (String(self[..<place]), String(self[index(after: place)...]))
  }
}
