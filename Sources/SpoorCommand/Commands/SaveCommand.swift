import ArgumentParser
import Spoor
import TerminalRendering

struct SaveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "save",
    abstract: "Keep a query in the store under a name, or list those that are kept.",
    discussion: """
      spoor save slow 'stage=generation and latency>$limit group by prompt_version'
      spoor query '@slow limit=2s order by count() desc'
      spoor save
      spoor save --remove slow
      """)

  @OptionGroup var store: StoreOption

  @Flag(help: "Put the query in the place of one that has the name.")
  var replace = false

  @Flag(help: "Remove the query of the name.")
  var remove = false

  @Argument(
    help: "A letter, then letters, digits and _; without one, the saved queries are listed.")
  var name: String?

  @Argument(help: "The query; its parameters, as $limit, are given where it is asked.")
  var query: String?

  func validate() throws {
    if remove, name == nil || query != nil {
      throw ValidationError("--remove takes the name of a saved query.")
    }
    if name != nil, query == nil, !remove {
      throw ValidationError("spoor save NAME takes a query behind the name.")
    }
  }

  func run() throws {
    let store = try store.openForReading()
    guard let name else { return try SavedQueryList.print(of: store) }
    if remove { return try SavedQueryList.remove(name, from: store) }
    try reporting { () throws(StoreError) in
      try keep(SavedQuery(name: name, text: query ?? ""), in: store)
    }
  }

  private func keep(_ query: SavedQuery, in store: Store) throws(StoreError) {
    if !replace, let known = try store.savedQueries().first(where: { $0.name == query.name }),
      known.text != query.text
    {
      throw .refused(
        message: "error: @\(query.name) is saved already: \(known.text)\n"
          + "hint: --replace puts the new query in its place")
    }
    try store.save(query)
  }
}

/// The saved queries of a store, a line each.
enum SavedQueryList {
  static func print(of store: Store) throws(CommandFailure) {
    let queries = try reporting { () throws(StoreError) in try store.savedQueries() }
    let width = queries.map(\.name.count).max() ?? 0
    for query in queries {
      let name = "@" + query.name + String(repeating: " ", count: width - query.name.count)
      let text = query.text.split(whereSeparator: \.isNewline).joined(separator: " ")
      Terminal.write("\(name)  \(DisplayText.sanitized(text))\n", to: .output)
    }
  }

  static func remove(_ name: String, from store: Store) throws(CommandFailure) {
    let isRemoved = try reporting { () throws(StoreError) in
      try store.removeSavedQuery(named: name)
    }
    guard isRemoved else {
      throw CommandFailure("error: there is no saved query @\(name)", .failed)
    }
  }
}
