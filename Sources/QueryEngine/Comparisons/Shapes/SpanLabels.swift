import Scanning
import TraceModel

/// What spans are called in the shapes of traces: by their stage, tools by their names, too, and
/// spans of no stage by theirs.
struct SpanLabels: Sendable {
  private(set) var texts: [String] = []
  private var numbers: [String: Int32] = [:]
  /// Where instrumentation puts the names of tools.
  private let toolNames: [ColumnReference]

  init(_ columns: [AttributeColumn]) {
    let keys = ["gen_ai.tool.name", "tool.name", "tool_call.function.name"]
    toolNames = keys.compactMap { key in
      let held = columns.filter { $0.key == key && $0.scope == .span && $0.type == .string }
      return held.isEmpty ? nil : ColumnReference(source: .attribute(held), name: key)
    }
  }

  /// The label of each row, which ascend.
  mutating func labels(
    of rows: [UInt32], in reader: SegmentReader
  ) throws(QueryError) -> [Int32] {
    let stages = try reader.read(ColumnReference(.stage), rows: rows)
    let names = try reader.read(ColumnReference(.name), rows: rows)
    var tools: [RowValues] = []
    for column in toolNames { tools.append(try reader.read(column, rows: rows)) }
    var combinations = CodeCombinations([stages, names] + tools)
    var labels: [Int32] = []
    labels.reserveCapacity(rows.count)
    for row in rows.indices {
      if let label = combinations?.label(ofRow: row) {
        labels.append(label)
        continue
      }
      let label = number(
        text(
          stage: try stages.value(at: row), name: try names.value(at: row),
          tool: try firstValue(tools, row)))
      combinations?.remember(label)
      labels.append(label)
    }
    return labels
  }

  private func firstValue(
    _ values: [RowValues], _ row: Int
  ) throws(QueryError) -> Value {
    for column in values {
      let value = try column.value(at: row)
      if value != .null { return value }
    }
    return .null
  }

  private func text(stage: Value, name: Value, tool: Value) -> String {
    let name = if case .string(let text) = name { text } else { "" }
    guard case .string(let stage) = stage else { return name }
    guard stage == "tool" else { return stage }
    if case .string(let tool) = tool { return "tool:\(tool)" }
    // OpenTelemetry names the spans of tools so.
    let prefix = "execute_tool "
    return "tool:\(name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name)"
  }

  private mutating func number(_ text: String) -> Int32 {
    if let known = numbers[text] { return known }
    let number = Int32(texts.count)
    texts.append(text)
    numbers[text] = number
    return number
  }
}

/// Labels by the codes of what they are made of.
private struct CodeCombinations {
  /// Of each column, the codes of the rows, from 1 on; 0 for no value.
  private let columns: [[UInt32]]
  /// Table `k` numbers pairs of a combination of columns 0 to k - 1 and a code of column `k`.
  private var tables: [IdentifierTable]
  private var labels: [Int32] = []

  /// Nil where a column's values have no codes, as long texts.
  init?(_ values: [RowValues]) {
    var columns: [[UInt32]] = []
    for column in values {
      switch column.storage {
      case .codes(let codes, _):
        columns.append(codes.indices.map { column.isValid($0) ? codes[$0] + 1 : 0 })
      case .values(let values) where values.allSatisfy({ $0 == .null }):
        columns.append(Array(repeating: 0, count: values.count))
      default: return nil
      }
    }
    self.columns = columns
    tables = columns.map { _ in IdentifierTable() }
  }

  /// The label of a row's combination; of a new one, which is to be told next, nil.
  mutating func label(ofRow row: Int) -> Int32? {
    var combination: UInt32 = 0
    for place in columns.indices {
      combination = tables[place].identify(
        UInt64(combination) << 32 | UInt64(columns[place][row]))
    }
    return Int(combination) < labels.count ? labels[Int(combination)] : nil
  }

  /// Tells the label of the combination that was new.
  mutating func remember(_ label: Int32) { labels.append(label) }
}
