import ByteCoding
import Scanning
import TraceModel

/// Every attribute column of a store, and the number that the next one gets.
///
/// A value: a writer extends its copy while it builds a segment, and the transaction that stores
/// the segment stores the additions.
struct AttributeCatalogue: Sendable {
  private(set) var columns: [AttributeColumn] = []
  /// Whether some column is one of scores.
  private(set) var hasScores = false
  private var byName: [Name: [AttributeColumn]] = [:]
  private var byID: [ColumnID: AttributeColumn] = [:]

  private struct Name: Hashable {
    var scope: AttributeScope
    var key: ByteText
  }

  /// The number of the next new column.
  var nextID: ColumnID {
    ColumnID(rawValue: ColumnID.firstAttribute + UInt32(columns.count))
  }

  subscript(id: ColumnID) -> AttributeColumn? { byID[id] }

  /// The columns of an attribute, in ascending order of type.
  func columns(of key: String, in scope: AttributeScope) -> [AttributeColumn] {
    byName[Name(scope: scope, key: ByteText(key))] ?? []
  }

  /// The column of an attribute and type, added when it is new.
  mutating func column(
    of key: String, in scope: AttributeScope, type: AttributeType
  ) -> AttributeColumn {
    let name = Name(scope: scope, key: ByteText(key))
    if let known = byName[name]?.first(where: { $0.type == type }) { return known }
    let column = AttributeColumn(id: nextID, scope: scope, key: key, type: type)
    insert(column, name)
    return column
  }

  private mutating func insert(_ column: AttributeColumn, _ name: Name) {
    columns.append(column)
    if column.scope == .score { hasScores = true }
    byID[column.id] = column
    byName[name, default: []].append(column)
    byName[name]?.sort { $0.type.rawValue < $1.type.rawValue }
  }

  /// Adds a stored column; the numbers must follow each other.
  mutating func load(_ id: UInt32, _ bytes: [UInt8]) throws(ByteCodingError) {
    var reader = ByteReader(bytes.span)
    let scope = AttributeScope(rawValue: try reader.readUInt8())
    let type = AttributeType(rawValue: try reader.readUInt8())
    let key = try reader.readString()
    let end = reader.offset
    guard try reader.readUInt64() == checksum(bytes.prefix(end), ofColumn: id) else {
      throw .malformed("an attribute column does not match its checksum", offset: end)
    }
    guard let scope, let type, id == nextID.rawValue else {
      throw .malformed("an attribute column of an unknown kind or number", offset: 0)
    }
    insert(
      AttributeColumn(id: nextID, scope: scope, key: key, type: type),
      Name(scope: scope, key: ByteText(key)))
  }

  static func stored(_ column: AttributeColumn) -> [UInt8] {
    var writer = ByteWriter()
    writer.write(column.scope.rawValue)
    writer.write(column.type.rawValue)
    writer.write(column.key)
    writer.write(checksum(writer.bytes[...], ofColumn: column.id.rawValue))
    return writer.bytes
  }
}

/// Covers the column's number too: a value under the key of another column is damage.
private func checksum(_ bytes: ArraySlice<UInt8>, ofColumn id: UInt32) -> UInt64 {
  xxHash64(Array(bytes) + KeyLayout.attribute(id))
}

extension AttributeType {
  /// The type of the column that keeps a value.
  init(of value: AttributeValue) {
    switch value {
    case .string: self = .string
    case .integer: self = .integer
    case .double: self = .double
    case .boolean: self = .boolean
    case .array: self = .array
    case .bytes, .map, .empty: self = .other
    }
  }
}
