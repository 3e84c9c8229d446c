import TraceModel

/// What stands on the left of a comparison: its type decides what may stand on the right.
struct Subject {
  var type: ValueType
  /// As written.
  var name: String
  var identity: Identity?
  /// An attribute's values have the types they were sent with, so the constant's shape decides.
  var isAttribute: Bool

  enum Identity {
    case trace
    case span

    var digitCount: Int { self == .trace ? 32 : 16 }
    var noun: String { self == .trace ? "a trace id" : "a span id" }
  }

  init(_ scalar: Scalar, _ name: String) {
    type = scalar.type
    self.name = name
    identity = scalar.identity
    if case .column(let reference) = scalar, reference.attributeColumns != nil {
      isAttribute = true
    } else {
      isAttribute = scalar.type == .mixed
    }
  }

  init(type: ValueType, name: String, identity: Identity? = nil) {
    self.type = type
    self.name = name
    self.identity = identity
    isAttribute = type == .mixed || type == .list
  }
}

extension Scalar {
  /// Which kind of id a column holds, if one.
  var identity: Subject.Identity? {
    guard case .column(let reference) = self, case .field(let field) = reference.source.ofSpan
    else { return nil }
    return switch field.type {
    case .traceID: .trace
    case .spanID: .span
    default: nil
    }
  }
}
