import Foundation
import QuerySyntax
import Testing

/// `grammar/spoor.tmLanguage.json`: how editors colour queries.
@Suite struct HighlightingTests {
  @Test func `the words of the language are those of the parser`() throws {
    let highlighter = try Highlighter()
    let reserved = Keywords.reserved.subtracting(["and", "or", "not"])
    #expect(highlighter.words(of: "keyword") == reserved)
    #expect(highlighter.words(of: "logical") == ["and", "or", "not"])
    #expect(highlighter.words(of: "constant") == Keywords.constants)
    let relations = Set(SpanRelation.allCases.map(\.rawValue))
    #expect(highlighter.words(of: "relation") == relations)
    #expect(highlighter.words(of: "contextual").union(relations) == Set(Keywords.contextual))
  }

  @Test(arguments: GrammarFiles.accepted)
  func `every character of a query has a colour`(sample: GrammarFiles.Accepted) throws {
    let query = sample.query
    let pieces = try Highlighter().pieces(of: query)
    let covered = pieces.map(\.text).joined()
    #expect(covered.filter { !$0.isWhitespace } == query.filter { !$0.isWhitespace }, "\(pieces)")
  }

  @Test(arguments: [
    ("stage=generation", "variable.other keyword.operator string.unquoted"),
    (
      "latency>2s group by model",
      "variable.other keyword.operator constant.numeric keyword.control keyword.control variable.other"
    ),
    (
      "@slow limit=$n",
      "entity.name.function.saved keyword.control keyword.operator variable.parameter"
    ),
    (
      "cost > $0.05 -- dear",
      "variable.other keyword.operator constant.numeric.money comment.line.double-dash"
    ),
    (
      "not child{name = \"a b\"}",
      "keyword.operator.logical storage.type.relation punctuation variable.other keyword.operator string.quoted punctuation"
    ),
    ("child = 3", "variable.other keyword.operator constant.numeric"),
    (
      "attr.limit = 5ms",
      "support.type.scope punctuation variable.other keyword.operator constant.numeric"
    ),
    (
      "select p95(latency) as p",
      "keyword.control support.function punctuation variable.other punctuation keyword.other variable.other"
    ),
    (
      "{a} >> {b}",
      "punctuation variable.other punctuation keyword.operator punctuation variable.other punctuation"
    ),
    ("since 2026-11-03T10:30Z", "keyword.control constant.other.instant"),
    ("name contains refund", "variable.other keyword.other string.unquoted"),
    (
      "compare model a vs gpt-4o on cost within 5%",
      "keyword.control variable.other variable.other keyword.other string.unquoted keyword.other variable.other keyword.other constant.numeric"
    ),
  ])
  func `a piece has the colour of what it is`(query: String, scopes: String) throws {
    let found = try Highlighter().pieces(of: query).map(\.scope).joined(separator: " ")
    #expect(found == scopes)
  }
}

/// The part of an editor that this grammar needs: patterns, tried in order at each place.
private struct Highlighter {
  struct Piece {
    var text: String
    var scope: String
  }

  private struct File: Decodable {
    struct Include: Decodable { var include: String }
    struct Rule: Decodable { var name: String, match: String }
    var patterns: [Include]
    var repository: [String: Rule]
  }

  private let file: File
  private let rules: [(scope: String, expression: NSRegularExpression)]

  init() throws {
    let text = GrammarFiles.read("spoor.tmLanguage.json")
    file = try JSONDecoder().decode(File.self, from: Data(text.utf8))
    let repository = file.repository
    rules = try file.patterns.map { include in
      let rule = try #require(repository[String(include.include.dropFirst())])
      let scope = String(rule.name.dropLast(".spoor".count))
      return (scope, try NSRegularExpression(pattern: rule.match, options: [.anchorsMatchLines]))
    }
  }

  /// The words between the bars of a rule.
  func words(of name: String) -> Set<String> {
    guard let match = file.repository[name]?.match,
      let open = match.range(of: "(?:"), let close = match[open.upperBound...].firstIndex(of: ")")
    else { return [] }
    return Set(match[open.upperBound..<close].split(separator: "|").map(String.init))
  }

  func pieces(of query: String) -> [Piece] {
    let text = query as NSString
    var pieces: [Piece] = []
    var position = 0
    while position < text.length {
      let rest = NSRange(location: position, length: text.length - position)
      let found = rules.lazy.compactMap { rule -> (scope: String, range: NSRange)? in
        // Looking back is allowed, past the place that the match begins at.
        let range = rule.expression.rangeOfFirstMatch(
          in: query, options: [.anchored, .withTransparentBounds, .withoutAnchoringBounds],
          range: rest)
        return range.location == position && range.length > 0 ? (rule.scope, range) : nil
      }.first
      guard let found else {
        position += 1
        continue
      }
      pieces.append(
        Piece(
          text: text.substring(with: found.range).trimmingCharacters(in: .whitespaces),
          scope: found.scope))
      position += found.range.length
    }
    return pieces
  }
}
