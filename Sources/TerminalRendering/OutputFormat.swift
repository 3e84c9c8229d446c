/// A way to write a result.
package enum OutputFormat: String, CaseIterable, Hashable, Sendable {
  /// Aligned columns in human units, for a terminal.
  case table
  /// One JSON object on one line.
  case json
  /// JSON Lines: one object a row.
  case jsonl
  /// Comma-separated values, RFC 4180.
  case csv
  /// Tab-separated values.
  case tsv
  /// A table or a report in Markdown and human units, for an issue or a pull request.
  case markdown
  /// One page for a browser, with plots where a report has them.
  case html

  /// The format of a command whose user named none.
  package static func standard(outputIsTerminal: Bool) -> OutputFormat {
    outputIsTerminal ? .table : .csv
  }

  /// Whether the answers that follow each other are to be set apart by an empty line.
  ///
  /// Those in JSON are not: a line is an object.
  package var separatesResults: Bool {
    switch self {
    case .json, .jsonl: false
    case .table, .csv, .tsv, .markdown, .html: true
    }
  }

  /// The writer of this format.
  package func writer(_ options: RenderingOptions = RenderingOptions()) -> any ResultWriter {
    switch self {
    case .table: TableWriter(width: options.width, palette: options.palette)
    case .json: JSONWriter(elapsedNanoseconds: options.elapsedNanoseconds)
    case .jsonl: JSONLinesWriter()
    case .csv: CSVWriter()
    case .tsv: TSVWriter()
    case .markdown: MarkdownWriter()
    case .html: HTMLWriter(query: options.query)
    }
  }
}

/// What a writer may know of the place that its text goes to.
///
/// Formats ignore what is not for them.
package struct RenderingOptions: Hashable, Sendable {
  /// Columns of the terminal; nil where there is no limit.
  package var width: Int?
  /// Colours, if any.
  package var palette: Palette
  /// What the query took, for the statistics of `json`.
  package var elapsedNanoseconds: Int64?
  /// The query as asked, to head a page of `html`.
  package var query: String?

  /// No limit, no colour, no time and no query, unless given.
  package init(
    width: Int? = nil, palette: Palette = .plain, elapsedNanoseconds: Int64? = nil,
    query: String? = nil
  ) {
    self.query = query
    self.width = width
    self.palette = palette
    self.elapsedNanoseconds = elapsedNanoseconds
  }
}
