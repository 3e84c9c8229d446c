import Foundation
import Spoor
import TerminalRendering
import TestSupport

/// Asks a script's queries, in every layout.
struct ScriptRunner {
  /// An answer that is not the script's.
  struct Mismatch {
    /// The line of the query, from 1.
    var line: Int
    var description: String
  }

  private(set) var mismatches: [Mismatch] = []
  /// The answers of the first layout, for each question of the script.
  private(set) var answers: [(question: Script.Question, answer: [String])] = []

  private let layouts: [Layout]
  private var spans: [SpanData] = []
  private var scores: [Score] = []
  private var stores: [(layout: Layout, store: Store, folder: TemporaryFolder)] = []
  private var settings = QuerySettings()

  init(layouts: [Layout]) {
    self.layouts = layouts
    settings.now = SpanNotation.firstStart + 86_400_000_000_000
  }

  mutating func run(_ script: Script) throws {
    for step in script.steps {
      switch step.action {
      case .load(let loaded): replaceSpans(spans + loaded)
      case .loadExamples: replaceSpans(spans + (try ExampleSpans.spans.get()))
      case .score(let more):
        scores += more
        stores = []
      case .clear:
        scores = []
        replaceSpans([])
      case .now(let instant): settings.now = instant
      case .parameter(let name, let value): settings.parameters[name] = value
      case .newest(let limit): settings.newestLimit = limit
      case .ask(let question): try ask(question, step.line)
      }
    }
  }

  private mutating func replaceSpans(_ new: [SpanData]) {
    spans = new
    stores = []
  }

  private mutating func fillStores() throws {
    guard stores.isEmpty else { return }
    for layout in layouts {
      let folder = TemporaryFolder()
      let store = try Store.open(folder.appending("script.spoor"), compactsInBackground: false)
      try layout.fill(store, with: spans, scores)
      stores.append((layout, store, folder))
    }
  }

  private mutating func ask(_ question: Script.Question, _ line: Int) throws {
    try fillStores()
    // Layouts by the wrong answer that they gave.
    var wrong: [[String]: [Layout]] = [:]
    for (layout, store, _) in stores {
      let answer = Answer.lines(
        of: question.query, to: store, settings, showingTypes: question.showsTypes)
      if layout == layouts.first { answers.append((question, answer)) }
      if answer != question.answer { wrong[answer, default: []].append(layout) }
    }
    for (answer, layouts) in wrong {
      mismatches.append(
        Mismatch(line: line, description: describe(question, answer, layouts)))
    }
  }

  private func describe(
    _ question: Script.Question, _ answer: [String], _ layouts: [Layout]
  ) -> String {
    """
    query \(question.query)
    stored: \(layouts.map(\.rawValue).joined(separator: "; "))
    --- expected
    \(question.answer.joined(separator: "\n"))
    --- actual
    \(answer.joined(separator: "\n"))
    """
  }
}

/// An answer in the words of a script.
enum Answer {
  static func lines(
    of query: String, to store: Store, _ settings: QuerySettings, showingTypes: Bool
  ) -> [String] {
    do throws(StoreError) {
      return lines(of: try store.query(query, settings), showingTypes: showingTypes)
    } catch {
      return ["error"] + indented(error.description.components(separatedBy: "\n"))
    }
  }

  private static func lines(of result: QueryResult, showingTypes: Bool) -> [String] {
    var lines: [String] = []
    if showingTypes {
      lines.append("types " + result.columns.map(\.type.rawValue).joined(separator: ","))
    }
    lines.append("expect")
    // The last line ends with a line feed, too.
    lines += indented(CSVWriter().render(result).components(separatedBy: "\n").dropLast())
    if !result.assertions.isEmpty {
      let failures = AssertionText.failures(of: result)
      lines += ["assertions"] + indented(failures.isEmpty ? ["met"] : failures)
    }
    if !result.notes.isEmpty { lines += ["notes"] + indented(result.notes) }
    return lines
  }

  /// An empty line would end the block: it is a row whose one column is null.
  private static func indented(_ lines: some Sequence<String>) -> [String] {
    lines.map { $0.isEmpty ? "  ∅" : "  " + $0 }
  }
}
