package import QueryEngine
import TraceModel

/// An object a row, keyed by the columns' names.
///
/// JSON readers keep the last of two equal keys; a name that comes again therefore gets a number
/// (`count()`, `count()_2`), so that no value is lost.
package struct JSONLinesWriter: ResultWriter {
  /// A writer.
  package init() {}

  package func write(_ result: QueryResult, to sink: (String) -> Void) {
    let rows = MachineRows(of: result)
    let keys = uniqueNames(rows.names).map { TraceModel.JSONWriter.string($0) + ":" }
    for index in result.rows.indices {
      let members = zip(keys, rows.values(index)).map { $0 + MachineText.json($1, result.clock) }
      sink("{\(members.joined(separator: ","))}\n")
    }
  }
}

/// The names, each that came before followed by the smallest free number from 2 on.
func uniqueNames(_ names: [String]) -> [String] {
  var taken: Set<String> = []
  return names.map { name in
    var unique = name
    var number = 2
    while !taken.insert(unique).inserted {
      unique = "\(name)_\(number)"
      number += 1
    }
    return unique
  }
}
