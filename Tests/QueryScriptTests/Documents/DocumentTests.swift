import Foundation
import Spoor
import TerminalRendering
import TestSupport
import Testing

/// What the documents show of the language is so, asked of the example traces.
@Suite struct DocumentTests {
  private static let folder = TemporaryFolder()
  private static let store = Result {
    let store = try Store.open(folder.appending("documents.spoor"))
    try Layout.oneSegment.fill(store, with: try ExampleSpans.spans.get(), [])
    return store
  }

  @Test(arguments: DocumentedQueries.all)
  func `every example of a document is what the store answers`(
    example: DocumentedQueries.Example
  ) throws {
    let answer = try printed(example.query)
    guard let documented = example.answer else {
      #expect(!answer.contains { $0.hasPrefix("error:") }, "\(example.query)\n\(answer)")
      return
    }
    #expect(documented == answer, "\(answer.joined(separator: "\n"))")
  }

  @Test func `each document that shows queries is read`() {
    let counts = Dictionary(grouping: DocumentedQueries.all, by: \.document).mapValues(\.count)
    #expect(counts["Sources/Spoor/Spoor.docc/QueryLanguage.md", default: 0] > 30)
    #expect(counts["README.md", default: 0] > 0)
  }

  /// What the prompt prints.
  private func printed(_ query: String) throws -> [String] {
    let store = try Self.store.get()
    var settings = QuerySettings()
    settings.parameters = ["version": "v1"]
    var text = ""
    do throws(StoreError) {
      let result = try store.query(query, settings)
      text = TableWriter(width: 100).render(result)
      for note in result.notes { text += "note: \(note)\n" }
    } catch {
      text = error.description + "\n"
    }
    return text.dropLast().split(separator: "\n", omittingEmptySubsequences: false).map {
      String($0)
    }
  }
}
