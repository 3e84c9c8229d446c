internal import CivilCalendar
internal import TraceModel

/// What the columns of a table are to spans.
package struct TableMapping: Sendable {
  /// The destinations that were given, by column.
  private(set) var explicit: [String: Destination] = [:]
  private var dropped: Set<String> = []
  private var mappedTargets: Set<Destination.Target> = []
  private let keepsOtherColumns: Bool
  let zone: Zone
  /// What a row has that does not say otherwise.
  private(set) var constants: [(destination: Destination, text: String)] = []

  /// Reads what a command line says.
  ///
  /// - Parameters:
  ///   - maps: lists of `COLUMN=FIELD`, separated by commas.
  ///   - sets: lists of `FIELD=TEXT`, separated by commas.
  ///   - drops: lists of columns, separated by commas.
  ///   - keepsOtherColumns: whether a column that is not mapped is a field or an attribute of its
  ///     own name.
  ///   - name: the zone of times that do not tell theirs.
  /// - Throws: what of it makes no sense.
  package init(
    maps: [String] = [], sets: [String] = [], drops: [String] = [], keepsOtherColumns: Bool = true,
    zone name: String = "UTC"
  ) throws(MappingError) {
    guard let zone = Zone(named: name) else { throw .unknownZone(name) }
    self.zone = zone
    self.keepsOtherColumns = keepsOtherColumns
    for text in maps { try readMap(text) }
    for text in sets { try readSet(text) }
    for name in drops.flatMap({ $0.split(separator: ",").map(String.init) }) {
      guard explicit[name] == nil, dropped.insert(name).inserted else { throw .columnTwice(name) }
    }
    // The order in which constants were given is nothing to the ids that are made from them.
    constants.sort { $0.destination.name < $1.destination.name }
  }

  private mutating func readMap(_ list: String) throws(MappingError) {
    // A part without a sign belongs to the column's name behind it: names may hold commas.
    var waiting = ""
    for part in list.split(separator: ",", omittingEmptySubsequences: false) {
      guard let sign = part.lastIndex(of: "=") else {
        waiting += part + ","
        continue
      }
      let column = waiting + part[..<sign]
      let destination = try Destination(String(part[part.index(after: sign)...]))
      guard !column.isEmpty else { throw .malformed(option: "--map", text: String(part)) }
      waiting = ""
      guard explicit.updateValue(destination, forKey: column) == nil else {
        throw .columnTwice(column)
      }
      guard mappedTargets.insert(destination.target).inserted else {
        throw .fieldTwice(destination.name)
      }
    }
    guard waiting.isEmpty else {
      throw .malformed(option: "--map", text: String(waiting.dropLast()))
    }
  }

  private mutating func readSet(_ list: String) throws(MappingError) {
    var found: [(name: Substring, text: String)] = []
    for part in list.split(separator: ",", omittingEmptySubsequences: false) {
      if let sign = part.firstIndex(of: "=") {
        found.append((part[..<sign], String(part[part.index(after: sign)...])))
      } else if found.isEmpty {
        throw .malformed(option: "--set", text: list)
      } else {
        // A part without a sign belongs to the text before it.
        found[found.count - 1].text += "," + part
      }
    }
    for (name, text) in found {
      let destination = try Destination(String(name))
      guard !constants.contains(where: { $0.destination.target == destination.target }) else {
        throw .fieldTwice(destination.name)
      }
      constants.append((destination, text))
    }
  }

  /// Where a column's values go; nil where nowhere.
  func destination(ofColumn name: String) -> Destination? {
    if let destination = explicit[name] { return destination }
    guard keepsOtherColumns, !dropped.contains(name) else { return nil }
    let own = Destination(ofColumn: name)
    // A column that was mapped to the field comes before the one that only has its name.
    return mappedTargets.contains(own.target) ? .attribute(name) : own
  }

  /// The columns that were named.
  var namedColumns: Set<String> { dropped.union(explicit.keys) }

  /// Whether a constant gives every row this field.
  func sets(_ field: Field) -> Bool {
    constants.contains { $0.destination.target == .field(field) }
  }

  /// Refuses destinations that together make no spans.
  func check(_ destinations: [Destination?], columns: [String]) throws(MappingError) {
    func has(_ field: Field) -> Bool {
      sets(field) || destinations.contains { $0?.target == .field(field) }
    }
    guard has(.start) || has(.end) && has(.latency) else { throw .noStart(columns: columns) }
    if has(.parentID), !has(.traceID) { throw .parentWithoutTrace }
  }
}
