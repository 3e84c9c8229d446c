import Scanning
import TraceModel

/// Shreds spans into the columns of attributes: one for each scope, name and type.
struct AttributeCollector: Sendable {
  /// With the columns that it did not know.
  private(set) var catalogue: AttributeCatalogue
  /// In the order met.
  private(set) var columns: [ColumnBuilder] = []
  /// By the raw value of the scope.
  private var names = [StringInterner](repeating: StringInterner(), count: scopeSlotCount)
  /// For each name what is known of it; likewise by scope.
  private var uses = [[NameUse]](repeating: [], count: scopeSlotCount)
  /// The list of attributes added last; likewise by scope.
  private var latest = [LatestList](repeating: LatestList(), count: scopeSlotCount)

  private static let scopeSlotCount = AttributeScope.allCases.count + 1

  private struct NameUse {
    /// The place in `columns` by the raw value of the type; -1 for types not met.
    var places = [7 of Int32](repeating: -1)
    /// The row of the latest value, and the place of its column.
    var row = -1
    var place = -1
  }

  /// A list of attributes and the places of the columns that it set.
  private struct LatestList {
    var attributes: [Attribute] = []
    var places: [Int] = []
  }

  /// A collector for spans whose attributes the catalogue knows.
  init(catalogue: AttributeCatalogue) {
    self.catalogue = catalogue
  }

  /// Adds the span of a row; rows must come in ascending order.
  mutating func add(_ span: SpanData, row: Int) {
    let attributes = span.attributes.span
    for index in attributes.indices {
      _ = add(attributes[index].key, attributes[index].value, .span, row)
    }
    addShared(span.resource.attributes, .resource, row)
    addShared(span.scope.attributes, .instrumentation, row)
    for (key, values) in EventLists.all(of: span.events) {
      _ = add(key, .array(values), .event, row)
    }
  }

  /// Adds attributes of a list that spans share, as those of one export request do: where it is
  /// the array of the last row, so are the values.
  private mutating func addShared(_ list: [Attribute], _ scope: AttributeScope, _ row: Int) {
    guard !list.isEmpty else { return }
    let slot = Int(scope.rawValue)
    if list.isSameArray(as: latest[slot].attributes) {
      for place in latest[slot].places { columns[place].repeatLast(row: row) }
      return
    }
    var numbers: [Int] = []
    for attribute in list {
      let (number, isRepeated) = add(attribute.key, attribute.value, scope, row)
      if !isRepeated { numbers.append(number) }
    }
    latest[slot] = LatestList(attributes: list, places: numbers.map { uses[slot][$0].place })
  }

  /// Adds a value, and tells the number of its name and whether the row had one of that name.
  private mutating func add(
    _ key: String, _ value: AttributeValue, _ scope: AttributeScope, _ row: Int
  ) -> (number: Int, isRepeated: Bool) {
    let slot = Int(scope.rawValue)
    let number = Int(names[slot].number(of: key))
    if number == uses[slot].count { uses[slot].append(NameUse()) }
    let type = AttributeType(of: value)
    var place = Int(uses[slot][number].places[Int(type.rawValue)])
    if place < 0 {
      place = columns.count
      uses[slot][number].places[Int(type.rawValue)] = Int32(place)
      let id = catalogue.column(of: key, in: scope, type: type).id
      columns.append(
        scope == .event ? .events(id, key: key) : .attribute(id, type: type))
    }
    // A name that a span repeats counts once, with its last value.
    let isRepeated = uses[slot][number].row == row
    if isRepeated { columns[uses[slot][number].place].removeLast() }
    columns[place].append(value, row: row)
    uses[slot][number].row = row
    uses[slot][number].place = place
    return (number, isRepeated)
  }
}

extension [Attribute] {
  /// Whether two lists are one array in memory, and therefore equal; O(1).
  func isSameArray(as other: [Attribute]) -> Bool {
    let mine = span
    let theirs = other.span
    return mine.isIdentical(to: theirs)
  }
}
