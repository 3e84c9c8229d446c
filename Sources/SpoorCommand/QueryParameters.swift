import ArgumentParser
import Foundation
import QuerySyntax
import Spoor

/// Values for `$name` in queries, as `--param name=value` gives them.
struct QueryParameters {
  let values: [String: String]

  init(_ parameters: [String]) throws(ValidationError) {
    var values: [String: String] = [:]
    for parameter in parameters {
      guard let sign = parameter.firstIndex(of: "="), sign != parameter.startIndex else {
        throw ValidationError("A parameter is written name=value, not \"\(parameter)\".")
      }
      values[String(parameter[..<sign])] = String(parameter[parameter.index(after: sign)...])
    }
    self.values = values
  }

  /// A parameter that no query names is a misspelt one.
  func refuseUnused(in text: String, of store: Store) throws(CommandFailure) {
    guard !values.isEmpty else { return }
    let queries = try reporting { () throws(StoreError) in
      var queries = ""
      for range in Parser.statements(in: text).ranges {
        queries += try store.expandingSavedQueries(in: text.slice(range)) + "\n"
      }
      return queries
    }
    if let unused = values.keys.sorted().first(where: { !queries.names(parameter: $0) }) {
      throw CommandFailure(
        "spoor: the query does not name $\(unused), which --param gives a value", .usage)
    }
  }
}

extension String {
  /// Whether a query may name a parameter; also where it only quotes the name.
  fileprivate func names(parameter name: String) -> Bool {
    ranges(of: "$" + name).contains { range in
      guard range.upperBound < endIndex else { return true }
      let next = self[range.upperBound]
      return !(next.isLetter || next.isNumber || next == "_")
    }
  }
}
