import Scanning
import TraceModel

/// In what populations may differ besides what is compared.
extension Binder {
  func comparedAttributes(definedBy defining: [ColumnReference]) -> [ComparedAttribute] {
    let fields = (Self.confounders + Self.outcomes).map { field in
      let column = ColumnReference(field)
      let isKnown =
        defining.contains(column) || Self.outcomes.contains(field)
        || Self.versions.contains(field) && defining.contains(where: isVersion)
      return ComparedAttribute(
        name: field.name, scalar: .column(column), role: isKnown ? .known : .confounder)
    }
    let hour = ComparedAttribute(
      name: "hour of day", scalar: .column(startField), role: .hour)
    return fields + [hour] + attributes(definedBy: defining)
  }

  private static let confounders: [Field] = [
    .model, .requestModel, .provider, .service, .environment, .stage, .promptName, .promptVersion,
    .templateHash, .userID,
  ]

  /// What happened, or how it was recorded, rather than under which conditions.
  private static let outcomes: [Field] = [
    .status, .errorType, .statusMessage, .finishReason, .kind, .scope, .name, .sessionID,
  ]

  /// Two names of one thing.
  private static let versions: [Field] = [.promptVersion, .templateHash]

  private func isVersion(_ column: ColumnReference) -> Bool {
    Self.versions.contains { column == ColumnReference($0) }
  }

  /// Attributes of texts and booleans: tenants, regions, flags.
  private func attributes(definedBy defining: [ColumnReference]) -> [ComparedAttribute] {
    let columns = catalogue.attributeColumns.filter {
      [.span, .resource].contains($0.scope) && [.string, .boolean].contains($0.type)
    }
    return columns.sorted {
      ($0.scope.rawValue, $0.key, $0.type.rawValue) < ($1.scope.rawValue, $1.key, $1.type.rawValue)
    }.map { column in
      let reference = ColumnReference(
        source: .attribute([column]), name: "\(column.scope.prefix).\(column.key)")
      let isKnown = defining.contains {
        $0.attributeColumns?.contains(column) ?? false
      }
      return ComparedAttribute(
        name: reference.name, scalar: .column(reference), role: isKnown ? .known : .confounder)
    }
  }
}
