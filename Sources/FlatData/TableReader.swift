internal import OTLP
package import TraceModel

/// Reads a table, a row a span.
///
/// Feed chunks with `append`, take rows with `next` until it gives none, and call `finish` after
/// the last chunk; then take the rest. A row that is no span is rejected, and the others are read.
package struct TableReader {
  package enum Format: Hashable, Sendable {
    /// The separator is ASCII.
    case csv(delimiter: UInt8)
    /// An object of JSON a line.
    case jsonLines
  }

  package enum Item: Sendable {
    case row(SpanData, [Score])
    case rejected(line: Int, reason: String)
  }

  private let format: Format
  private let mapping: TableMapping
  /// A row without values.
  private let blank: SpanBuilder
  /// The one of these two that the format names is in use.
  private var rows: CSVReader
  private var lines = MessageStream()
  private var plan: ColumnPlan?
  private var members: MemberPlan
  private var identity: RowIdentity

  package init(_ format: Format, _ mapping: TableMapping) throws(MappingError) {
    self.format = format
    self.mapping = mapping
    blank = try SpanBuilder(mapping)
    members = MemberPlan(mapping)
    identity = RowIdentity(names: [], mapping)
    if case .csv(let delimiter) = format {
      rows = CSVReader(delimiter: delimiter)
    } else {
      rows = CSVReader()
    }
  }

  /// Takes the next bytes of the stream.
  package mutating func append(_ bytes: [UInt8]) {
    if format == .jsonLines { lines.append(bytes) } else { rows.append(bytes) }
  }

  /// Says that no more bytes will come.
  package mutating func finish() {
    if format == .jsonLines { lines.finish() } else { rows.finish() }
  }

  /// The next row; nil when more bytes are needed or, after `finish`, when there is none.
  ///
  /// - Throws: what makes the table as a whole none of the mapping's; there is nothing more to read.
  package mutating func next() throws(MappingError) -> Item? {
    format == .jsonLines ? try nextObject() : try nextRow()
  }

  /// Columns that the mapping names and no object had, once all are read.
  package var missingColumns: [MappingError] {
    format == .jsonLines ? members.missingColumns : []
  }
}

// MARK: - CSV

extension TableReader {
  private mutating func nextRow() throws(MappingError) -> Item? {
    while let item = rows.next() {
      switch item {
      case .malformed(let line, let reason):
        guard plan != nil else { throw .header(reason) }
        return .rejected(line: line, reason: reason)
      case .row(let line):
        if let plan { return read(plan, line) }
        if let problem = rows.row.textProblem { throw .header(problem) }
        let plan = try ColumnPlan(header: rows.row.texts, mapping)
        identity = RowIdentity(names: plan.names, mapping)
        self.plan = plan
      }
    }
    return nil
  }

  private mutating func read(_ plan: ColumnPlan, _ line: Int) -> Item {
    do throws(ValueError) {
      if let problem = rows.row.textProblem { throw ValueError(problem) }
      guard rows.row.count == plan.names.count else {
        let fields = rows.row.count == 1 ? "1 field" : "\(rows.row.count) fields"
        throw ValueError("the row has \(fields), and the header \(plan.names.count)")
      }
      var builder = blank
      for index in plan.destinations.indices where !rows.row.isEmpty(index) {
        guard let destination = plan.destinations[index] else { continue }
        do throws(ValueError) {
          try builder.take(.untyped(rows.row[index]), for: destination)
        } catch {
          throw ValueError("column \(plan.names[index]): \(error.reason)")
        }
      }
      return try item(builder, rows.row.bytes)
    } catch {
      return .rejected(line: line, reason: error.reason)
    }
  }

  private mutating func item(_ builder: SpanBuilder, _ bytes: [UInt8]) throws(ValueError) -> Item {
    let span = try builder.span { identity.next(bytes) }
    return .row(span, try builder.scores(of: span))
  }
}

// MARK: - JSON Lines

extension TableReader {
  private mutating func nextObject() throws(MappingError) -> Item? {
    guard let item = lines.next() else { return nil }
    switch item {
    case .rejected(let line, let error): return .rejected(line: line, reason: error.description)
    case .message(let message):
      do throws(ValueError) {
        return try read(message.bytes)
      } catch {
        return .rejected(line: message.line, reason: error.reason)
      }
    }
  }

  private mutating func read(_ bytes: [UInt8]) throws(ValueError) -> Item {
    let found: [FlatObject.Member]?
    do throws(OTLPError) {
      found = try FlatObject.read(bytes, keepingWhole: members.named)
    } catch {
      throw ValueError(error.description)
    }
    guard let found else {
      throw ValueError("the line is no JSON object; jq -c '.[]' writes the elements of a list so")
    }
    var builder = blank
    for member in found {
      guard let destination = members.destination(of: member.name) else { continue }
      do throws(ValueError) {
        guard let cell = Cell(member.value, for: destination) else { continue }
        try builder.take(cell, for: destination)
      } catch {
        throw ValueError("\(member.name): \(error.reason)")
      }
    }
    return try item(builder, bytes)
  }
}

extension Cell {
  /// A value of JSON; nil for one that says nothing.
  ///
  /// An empty text is an attribute, and no value of a field.
  fileprivate init?(_ value: FlatObject.Value, for destination: Destination) {
    switch value {
    case .string(let text):
      if text.isEmpty {
        switch destination.target {
        case .field, .score: return nil
        case .attribute, .resource: break
        }
      }
      self.init(text: text, kind: .string)
    case .number(let text): self.init(text: text, kind: .number)
    case .boolean(let value): self.init(text: value ? "true" : "false", kind: .boolean)
    case .structure(let value): self.init(text: "", kind: .structure(value))
    }
  }
}
