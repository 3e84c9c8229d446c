internal import QuerySyntax

/// Why a mapping makes no sense, by itself or for a table.
package enum MappingError: Error, Hashable, Sendable {
  /// Not `COLUMN=FIELD`.
  case malformed(option: String, text: String)
  /// A field that no span has.
  case unknownField(String)
  /// A field that is made from others.
  case derivedField(String)
  /// A unit that the field's values do not come in.
  case unknownUnit(String, of: String, allowed: [String])
  /// A column that is mapped, or dropped, twice.
  case columnTwice(String)
  /// A field that two columns, or two constants, are mapped to.
  case fieldTwice(String)
  /// A parent, which is a span of the same trace, without a trace.
  case parentWithoutTrace
  /// A constant that its field cannot have.
  case constant(String)
  /// A time zone that the system does not know.
  case unknownZone(String)
  /// A column that the table does not have.
  case unknownColumn(String, columns: [String])
  /// A header that has a name twice.
  case headerTwice(String)
  /// A header, or first row, that is no text or no row.
  case header(String)
  /// Nothing that says when a row started.
  case noStart(columns: [String])
  /// A header of one column that holds what separates columns elsewhere.
  case otherDelimiter(String)
}

extension MappingError: CustomStringConvertible {
  /// One sentence without a full stop.
  package var description: String {
    switch self {
    case .malformed(let option, let text):
      option == "--map"
        ? "--map takes COLUMN=FIELD, and “\(text)” is none"
        : "--set takes FIELD=TEXT, and “\(text)” is none"
    case .unknownField(let name):
      "there is no field \(name); "
        + (Self.hint(name, Destination.importableNames)
          ?? "attr.\(name) is an attribute of that name")
    case .derivedField(let name):
      "\(name) is made from the span's other fields, and cannot be imported"
    case .unknownUnit(let unit, let name, let allowed):
      allowed.isEmpty
        ? "\(name) has no units, and “\(unit)” is one"
        : "“\(unit)” is no unit of \(name): \(allowed.joined(separator: ", "))"
    case .columnTwice(let name): "the column \(name) is mapped or dropped twice"
    case .fieldTwice(let name): "\(name) is mapped or set twice"
    case .parentWithoutTrace:
      "parent_id needs trace_id: a parent is a span of the same trace, and rows without a trace_id "
        + "are traces of their own"
    case .constant(let reason): "--set: \(reason)"
    case .unknownZone(let name):
      "there is no time zone \(name); write UTC, +02:00 or a name such as Europe/Paris"
    case .unknownColumn(let name, let columns):
      "there is no column \(name); "
        + (Self.hint(name, columns) ?? "the columns are \(Self.list(columns))")
    case .headerTwice(let name): "two columns are called \(name)"
    case .header(let reason): "the header cannot be read: \(reason)"
    case .noStart(let columns):
      "no column is start: say which with --map COLUMN=start, or give all rows one with "
        + "--set start=TIME; the columns are \(Self.list(columns))"
    case .otherDelimiter(let name):
      "the header has one column, and “\(name)” in it: is --delimiter \(name) meant?"
    }
  }

  private static func hint(_ name: String, _ words: [String]) -> String? {
    nearest(name, among: words).map { "did you mean \($0)?" }
  }

  private static func list(_ columns: [String]) -> String {
    let listed = columns.prefix(Limits.listedColumnCount).joined(separator: ", ")
    let rest = columns.count - Limits.listedColumnCount
    return rest > 0 ? "\(listed) and \(rest) more" : listed
  }
}
