import QuerySyntax

/// Puts typed lines together to queries.
///
/// A query is whole when it parses, or when a semicolon or an empty line ends it. It goes on
/// where the parser wanted more: after an operator, an open bracket or brace, a comma, `by`, and after
/// `explain` alone.
struct InputBuffer {
  enum Outcome: Equatable {
    /// The line was blank, or the query goes on.
    case nothing
    /// Queries to answer, and the text to remember.
    case queries([String], entry: String)
    case command(AskCommandLine)
  }

  private var text = ""

  /// Whether the next line goes on with a query.
  var isPending: Bool { !text.isEmpty }

  mutating func take(_ line: String) -> Outcome {
    let isBlank = line.allSatisfy(\.isWhitespace)
    if !isPending {
      if isBlank { return .nothing }
      let trimmed = line.drop(while: \.isWhitespace)
      if trimmed.first == "\\" { return .command(AskCommandLine(String(trimmed))) }
    }
    if isBlank { return flush() }
    text += isPending ? "\n\(line)" : line
    return isWhole ? flush() : .nothing
  }

  /// The queries that the end of the input leaves.
  mutating func finish() -> [String] {
    guard case .queries(let queries, _) = flush() else { return [] }
    return queries
  }

  private mutating func flush() -> Outcome {
    defer { text = "" }
    let queries = Parser.statements(in: text).ranges.map { text.slice($0) }
    return queries.isEmpty ? .nothing : .queries(queries, entry: text)
  }

  /// Whether nothing more is wanted.
  private var isWhole: Bool {
    let statements = Parser.statements(in: text)
    guard !statements.isTerminated, let last = statements.ranges.last else { return true }
    let query = text.slice(last)
    do throws(Diagnostics) {
      let parsed = try Parser.parse(query)
      // `explain` alone would be of every span; what it is of comes on the next line.
      return parsed.explanation == nil || parsed != Query(explaining: parsed)
    } catch {
      // An error before the end is one that more text will not mend.
      return !error.first.wantsMore && error.first.range.lowerBound < query.utf8.count
    }
  }
}

extension Query {
  /// The explanation of a query that asks nothing.
  fileprivate init(explaining other: Query) {
    self.init(filter: nil, stages: [], explanation: other.explanation)
  }
}
