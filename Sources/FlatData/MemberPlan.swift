/// Where the members of objects go, worked out as they come.
struct MemberPlan {
  private let mapping: TableMapping
  /// The members that were named; objects among them are not taken apart.
  let named: Set<String>
  /// Nil for a member that goes nowhere.
  private var destinations: [String: Destination?] = [:]

  init(_ mapping: TableMapping) {
    self.mapping = mapping
    named = mapping.namedColumns
  }

  mutating func destination(of name: String) -> Destination? {
    if let known = destinations[name] { return known }
    let destination = mapping.destination(ofColumn: name)
    if destinations.count < Limits.rememberedNameCount || named.contains(name) {
      destinations[name] = .some(destination)
    }
    return destination
  }

  /// Members that were named and never came; none where nothing came.
  var missingColumns: [MappingError] {
    guard !destinations.isEmpty else { return [] }
    let known = destinations.keys.sorted()
    return named.filter { destinations[$0] == nil }.sorted().map {
      .unknownColumn($0, columns: known)
    }
  }
}
