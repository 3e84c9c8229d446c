import QuerySyntax
import Scanning
import TraceModel

/// The names that a query may use: first-class fields and the attributes that a store has seen.
struct Catalogue {
  let source: any ScanSource

  init(of source: any ScanSource) {
    self.source = source
  }

  func columns(of key: String, in scope: AttributeScope) -> [AttributeColumn] {
    source.columns(of: key, in: scope)
  }

  /// Every attribute ever seen, a column for each of its types.
  var attributeColumns: [AttributeColumn] { source.attributeColumns }

  /// The name nearest to one that does not exist; nil when none is near.
  func nearestName(to name: String) -> String? {
    let fields = Field.allCases.map(\.name) + TreeField.allCases.map(\.name) + ["duration"]
    let attributes = source.attributeColumns.filter { $0.scope != .score }.map(\.key)
    return nearest(name, among: fields + attributes)
  }

  /// The attribute of a scope nearest to one that was never seen.
  func nearestAttribute(to key: String, in scope: AttributeScope) -> String? {
    nearest(key, among: source.attributeColumns.filter { $0.scope == scope }.map(\.key))
  }
}

extension AttributeScope {
  /// In the order in which bare names are looked up; scores always say that they are.
  static let byPrecedence: [AttributeScope] = [.span, .resource, .event, .instrumentation]

  init?(prefix: String) {
    guard let scope = Self.allCases.first(where: { $0.prefix == prefix }) else { return nil }
    self = scope
  }
}
