package import QueryEngine

/// Writes results in one format.
package protocol ResultWriter: Sendable {
  /// Writes `result` piece by piece, so that a large one never is one string. Each piece ends
  /// where a row ends, and the last one ends with a line feed.
  func write(_ result: QueryResult, to sink: (String) -> Void)
}

extension ResultWriter {
  /// The whole of `write` as one string.
  package func render(_ result: QueryResult) -> String {
    var text = ""
    write(result) { text += $0 }
    return text
  }
}
