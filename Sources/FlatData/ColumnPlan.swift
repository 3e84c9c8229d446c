/// Where the columns of a table with a header go.
struct ColumnPlan {
  let names: [String]
  let destinations: [Destination?]

  init(header: [String], _ mapping: TableMapping) throws(MappingError) {
    // A column without a name, as an index that was written with the table, is called by its place.
    names = header.enumerated().map { $1.isEmpty ? "column_\($0 + 1)" : $1 }
    if header.count == 1 { try Self.refuseOtherDelimiters(header[0]) }
    var known: Set<String> = []
    for name in names where !known.insert(name).inserted { throw .headerTwice(name) }
    for name in mapping.namedColumns.sorted() where !known.contains(name) {
      throw .unknownColumn(name, columns: names)
    }
    destinations = names.map { mapping.destination(ofColumn: $0) }
    try mapping.check(destinations, columns: names)
  }

  private static func refuseOtherDelimiters(_ header: String) throws(MappingError) {
    for (sign, name) in [("\t", "tab"), (";", ";"), ("|", "|"), (",", ",")] {
      if header.contains(sign) { throw .otherDelimiter(name) }
    }
  }
}
