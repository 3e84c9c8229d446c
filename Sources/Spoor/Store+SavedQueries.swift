import QuerySyntax
import TraceStorage

/// A query that is kept in a store under a name, to be asked as `@name`.
public struct SavedQuery: Hashable, Sendable {
  /// A letter, then letters, digits and `_`.
  public var name: String
  /// The query.
  ///
  /// Its parameters are given behind its name: `@slow version=v3`.
  public var text: String

  /// A query under a name.
  public init(name: String, text: String) {
    self.name = name
    self.text = text
  }
}

extension Store {
  /// The queries saved in the store, by name.
  ///
  /// - Throws: `StoreError.unavailable`.
  public func savedQueries() throws(StoreError) -> [SavedQuery] {
    try savedTexts().sorted { $0.key < $1.key }.map { SavedQuery(name: $0.key, text: $0.value) }
  }

  /// Keeps a query in the store, in the place of one that has the name; every process that asks the
  /// store can ask it as `@name`, and go on from it: `@slow version=v3 group by model`.
  ///
  /// A text file in the store's folder, also where the store is open for reading.
  ///
  /// - Throws: `StoreError.refused` when the text does not parse, goes on from a saved query that is
  ///   not there, or the name is none; `.unavailable`.
  public func save(_ query: SavedQuery) throws(StoreError) {
    guard SavedQueries.isName(query.name) else {
      throw .refused(
        message: "error: \"\(query.name)\" cannot name a query: a name is a letter, then letters, "
          + "digits and _, \(SavedQueries.nameByteLimit) at most")
    }
    var others = try savedTexts()
    others[query.name] = query.text
    do throws(Diagnostics) {
      let parsed = try Parser.parse(query.text)
      guard parsed.explanation == nil else {
        throw Diagnostics(
          Diagnostic(
            "a saved query does not begin with explain", at: SourceRange(0, 7),
            hint: "save the query behind it, and ask explain @\(query.name)"))
      }
    } catch {
      throw .refused(message: error.rendered(in: query.text))
    }
    try refusing { () throws(ExpansionError) in
      _ = try Expansion(of: others).expand("@" + query.name)
    }
    try translating { () throws(StorageError) in
      try SavedQueries(ofStoreAt: path).save(query.text, as: query.name)
    }
  }

  /// Removes a saved query; false when there is none of the name.
  @discardableResult
  public func removeSavedQuery(named name: String) throws(StoreError) -> Bool {
    try translating { () throws(StorageError) in
      guard SavedQueries.isName(name) else { return false }
      return try SavedQueries(ofStoreAt: path).remove(name)
    }
  }

  /// The query with the saved query that it begins with written out.
  ///
  /// - Throws: `StoreError.refused` when there is none of the name, or it has no such parameter.
  public func expandingSavedQueries(in text: String) throws(StoreError) -> String {
    // Most queries go on from none, and no file need be read.
    guard text.utf8.contains(UInt8(ascii: "@")) else { return text }
    let expansion = Expansion(of: try savedTexts())
    return try refusing { () throws(ExpansionError) in try expansion.expand(text) }
  }

  private func savedTexts() throws(StoreError) -> [String: String] {
    try translating { () throws(StorageError) in try SavedQueries(ofStoreAt: path).texts() }
  }

  private func refusing<Result>(
    _ body: () throws(ExpansionError) -> Result
  ) throws(StoreError) -> Result {
    do throws(ExpansionError) {
      return try body()
    } catch {
      throw .refused(message: error.rendered)
    }
  }
}
