internal import TraceModel

/// Where the values of a column go, and how they are read.
struct Destination: Hashable, Sendable {
  enum Target: Hashable, Sendable {
    case field(Field)
    /// An attribute of the span.
    case attribute(String)
    /// An attribute of the resource.
    case resource(String)
    case score(name: String, source: String)
  }

  var target: Target
  var unit: ValueUnit?

  /// The destination that a mapping names, as `latency:ms`, `attr.x` or `score.x[human]`.
  init(_ text: String) throws(MappingError) {
    if let other = Self.prefixed(text) {
      self = other
      return
    }
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard let field = Field(named: name) else { throw .unknownField(name) }
    guard Self.isImportable(field) else { throw .derivedField(field.name) }
    self.init(target: .field(field))
    guard parts.count > 1 else { return }
    let allowed = Self.units(of: field)
    guard let unit = ValueUnit(rawValue: String(parts[1])), allowed.contains(unit) else {
      throw .unknownUnit(String(parts[1]), of: name, allowed: allowed.map(\.rawValue))
    }
    self.unit = unit
  }

  private init(target: Target, unit: ValueUnit? = nil) {
    self.target = target
    self.unit = unit
  }

  /// The destination of a column that no mapping names: the field that it is called by, else an
  /// attribute of its name.
  init(ofColumn name: String) {
    if let field = Field(named: name), Self.isImportable(field) {
      self.init(target: .field(field))
    } else {
      self = Self.prefixed(name) ?? .attribute(name)
    }
  }

  static func attribute(_ name: String) -> Destination {
    Destination(target: .attribute(name))
  }

  private static func prefixed(_ text: String) -> Destination? {
    func rest(_ prefix: String) -> String? {
      text.hasPrefix(prefix) && text.count > prefix.count
        ? String(text.dropFirst(prefix.count)) : nil
    }
    if let key = rest("score.") {
      guard key.hasSuffix("]"), let bracket = key.firstIndex(of: "[") else {
        return Destination(target: .score(name: key, source: ""))
      }
      let source = String(key[key.index(after: bracket)...].dropLast())
      return Destination(target: .score(name: String(key[..<bracket]), source: source))
    }
    let suffix = ":\(ValueUnit.text.rawValue)"
    func keyed(_ key: String, _ make: (String) -> Target) -> Destination {
      key.hasSuffix(suffix)
        ? Destination(target: make(String(key.dropLast(suffix.count))), unit: .text)
        : Destination(target: make(key))
    }
    if let key = rest("attr.") { return keyed(key) { .attribute($0) } }
    if let key = rest("resource.") { return keyed(key) { .resource($0) } }
    return nil
  }

  /// Whether a table can say a field; the others are made from the span.
  private static func isImportable(_ field: Field) -> Bool {
    switch field {
    case .templateHash, .inputBytes, .outputBytes, .samplingProbability: false
    default: true
    }
  }

  /// The fields that a table can say.
  static let importableNames = Field.allCases.filter(isImportable).map(\.name)

  private static func units(of field: Field) -> [ValueUnit] {
    switch field.type {
    case .instant: ValueUnit.epochs
    case .duration: ValueUnit.durations
    case .traceID, .spanID: [.hash]
    case .string, .integer, .double, .money, .bytes, .payload: []
    }
  }

  /// How messages and `--set` name it.
  var name: String {
    switch target {
    case .field(let field): field.name
    case .attribute(let key): "attr.\(key)"
    case .resource(let key): "resource.\(key)"
    case .score(let name, let source): source.isEmpty ? "score.\(name)" : "score.\(name)[\(source)]"
    }
  }
}
