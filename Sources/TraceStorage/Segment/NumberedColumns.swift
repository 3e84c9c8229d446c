import Scanning
import TraceModel

/// Columns whose numbers lie below those of attributes, gathered as they are met.
struct NumberedColumns: Sendable {
  /// In the order met.
  private(set) var builders: [ColumnBuilder] = []
  /// The place of each column in `builders`, by number; -1 for those not met.
  private var places = [Int16](repeating: -1, count: Int(ColumnID.firstAttribute))

  mutating func integer(_ field: Field, _ value: Int64?, _ row: Int) {
    if let value { integer(ColumnID(field), value, row) }
  }

  mutating func double(_ field: Field, _ value: Double?, _ row: Int) {
    guard let value else { return }
    let id = ColumnID(field)
    var place = Int(places[Int(id.rawValue)])
    if place < 0 { place = add(.doubles(id)) }
    builders[place].append(.double(value), row: row)
  }

  mutating func string(_ field: Field, _ value: String?, _ row: Int) {
    if let value { string(ColumnID(field), value, row) }
  }

  /// Adds a number other than 0.
  mutating func hidden(_ column: HiddenColumn, _ value: Int64, _ row: Int) {
    if value != 0 { integer(column.id, value, row) }
  }

  /// Adds a text that is not empty.
  mutating func hidden(_ column: HiddenColumn, _ value: String, _ row: Int) {
    if !value.isEmpty { string(column.id, value, row) }
  }

  mutating func integer(_ id: ColumnID, _ value: Int64, _ row: Int) {
    var place = Int(places[Int(id.rawValue)])
    if place < 0 { place = add(.integers(id)) }
    builders[place].append(value, row: row)
  }

  mutating func string(_ id: ColumnID, _ value: String, _ row: Int) {
    var place = Int(places[Int(id.rawValue)])
    if place < 0 { place = add(.strings(id)) }
    builders[place].append(value, row: row)
  }

  /// Makes a column that was met a payload.
  mutating func markPayload(_ id: ColumnID) {
    let place = Int(places[Int(id.rawValue)])
    if place >= 0 { builders[place].isPayloadSource = true }
  }

  private mutating func add(_ builder: ColumnBuilder) -> Int {
    places[Int(builder.id.rawValue)] = Int16(builders.count)
    builders.append(builder)
    return builders.count - 1
  }
}
