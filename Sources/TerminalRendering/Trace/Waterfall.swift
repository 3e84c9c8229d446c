import DisplayWidth
import TraceModel

/// One trace as a tree with bars on a common axis of time.
package struct Waterfall: Sendable {
  /// Columns, where nobody says how many there are.
  package static let standardWidth = 100
  /// Of the name's columns, one in this many may go to the lines of the tree.
  private static let guideShare = 2

  private let spans: [TraceSpan]
  private let tree: TraceTree
  private let axis: TimeAxis?
  private let width: Int
  private let palette: Palette

  /// A waterfall of the spans of one trace, in any order.
  package init(
    _ spans: [TraceSpan], width: Int = standardWidth, palette: Palette = .plain
  ) {
    self.spans = spans
    self.width = width
    self.palette = palette
    tree = TraceTree(spans)
    let anchor = tree.nodes.first { $0.rootKind == .proper } ?? tree.nodes.first
    axis = anchor.map { TimeAxis(spans, anchor: $0.span) }
  }

  /// The whole of `write` as one string.
  package func render() -> String {
    var text = ""
    write { text += $0 }
    return text
  }

  /// Writes line by line; nothing when there are no spans.
  package func write(to sink: (String) -> Void) {
    guard let axis else { return }
    WaterfallHeader(
      summary: TraceSummary(spans, tree), axis: axis, width: width, palette: palette
    ).write(to: sink)
    sink("\n")
    let rows = rows()
    let layout = layout(of: rows)
    sink(headings(layout, axis))
    var outside = 0
    for row in rows {
      let placement = axis.placement(of: spans[row.span], columns: layout.bar)
      if placement == .before || placement == .after { outside += 1 }
      sink(line(of: row, placement, layout))
      if let detail = row.detail { sink(detailLine(detail, row)) }
    }
    for note in notes(layout, outside: outside) { sink(palette.paint(note, .yellow) + "\n") }
  }
}

extension Waterfall {
  /// A line, its parts not yet cut to width.
  private struct Row {
    let span: Int
    let guides: String
    let label: String
    let stage: String
    let latency: String
    let tokens: String
    let cost: String
    /// What is known of a failure, and what stands before it.
    let detail: (guides: String, text: String)?
  }

  private func rows() -> [Row] {
    let nameWidth = max(width * 2 / 5, WaterfallLayout.minimumNameWidth)
    var guides = TreeGuides(
      levelLimit: nameWidth / Self.guideShare / TreeGuides.levelWidth)
    return tree.nodes.indices.map { index in
      let node = tree.nodes[index]
      let hasChildren = index + 1 < tree.nodes.count && tree.nodes[index + 1].depth > node.depth
      return row(node, before: guides.advance(to: node)) {
        guides.continuation(hasChildren: hasChildren)
      }
    }
  }

  private func row(
    _ node: TraceTree.Node, before guides: String, continuation: () -> String
  ) -> Row {
    let span = spans[node.span]
    let failure = failure(of: span)
    return Row(
      span: node.span, guides: guides, label: label(of: span, node.rootKind),
      stage: DisplayText.sanitized(span.stage ?? ""),
      latency: span.latency.map(HumanUnits.duration) ?? "running", tokens: tokens(of: span),
      cost: span.cost.map(HumanUnits.money) ?? "",
      detail: failure.map { (continuation(), $0) })
  }

  private func label(of span: TraceSpan, _ rootKind: TraceTree.RootKind?) -> String {
    let name = DisplayText.sanitized(span.name)
    let mark = span.isError ? "✗ " : ""
    switch rootKind {
    case .orphan: return "\(mark)[orphan] \(name)"
    case .cycle: return "\(mark)[cycle] \(name)"
    case .proper, nil: return mark + name
    }
  }

  private func failure(of span: TraceSpan) -> String? {
    guard span.isError else { return nil }
    let parts = [span.errorType ?? "", span.statusMessage].filter { !$0.isEmpty }
    return parts.isEmpty ? nil : DisplayText.sanitized(parts.joined(separator: ": "))
  }

  private func tokens(of span: TraceSpan) -> String {
    if span.inputTokens != nil || span.outputTokens != nil {
      let (input, output) = (span.inputTokens, span.outputTokens)
      return "\(input.map(HumanUnits.shortCount) ?? "?")→"
        + (output.map(HumanUnits.shortCount) ?? "?")
    }
    return span.totalTokens.map(HumanUnits.shortCount) ?? ""
  }
}

extension Waterfall {
  private func layout(of rows: [Row]) -> WaterfallLayout {
    var needs = WaterfallLayout.Needs()
    needs.name = "name".count
    needs.latency = "latency".count
    for row in rows {
      let guides = CharacterWidth.columns(of: row.guides)
      needs.name = max(needs.name, guides + CharacterWidth.columns(of: row.label))
      needs.stage = max(needs.stage, CharacterWidth.columns(of: row.stage))
      needs.latency = max(needs.latency, CharacterWidth.columns(of: row.latency))
      needs.tokens = max(needs.tokens, CharacterWidth.columns(of: row.tokens))
      needs.cost = max(needs.cost, CharacterWidth.columns(of: row.cost))
    }
    // A part that any span fills is at least as wide as its heading.
    if needs.stage > 0 { needs.stage = max(min(needs.stage, 16), "stage".count) }
    if needs.tokens > 0 { needs.tokens = max(needs.tokens, "tokens".count) }
    if needs.cost > 0 { needs.cost = max(needs.cost, "cost".count) }
    return WaterfallLayout(needs, width: width)
  }

  private func headings(_ layout: WaterfallLayout, _ axis: TimeAxis) -> String {
    let length = HumanUnits.duration(axis.length)
    let ruler = "0s" + DisplayText.padded(length, to: layout.bar - 2, toRight: true)
    return layout.line(
      name: palette.paint(DisplayText.padded("name", to: layout.name), .bold),
      stage: palette.paint(DisplayText.padded("stage", to: layout.stage), .bold),
      bar: palette.paint(ruler, .dim),
      numbers: [
        ("latency", layout.latency), ("tokens", layout.tokens), ("cost", layout.cost),
      ].map { palette.paint(DisplayText.padded($0, to: $1, toRight: true), .bold) })
  }

  private func line(
    of row: Row, _ placement: TimeAxis.Placement, _ layout: WaterfallLayout
  ) -> String {
    let span = spans[row.span]
    let room = layout.name - CharacterWidth.columns(of: row.guides)
    let label = DisplayText.padded(DisplayText.truncated(row.label, to: room), to: room)
    let stage = DisplayText.truncated(row.stage, to: layout.stage)
    let bar = Bar.text(placement, columns: layout.bar, isRunning: span.end == nil)
    let numbers = [
      (row.latency, layout.latency), (row.tokens, layout.tokens), (row.cost, layout.cost),
    ]
    return layout.line(
      name: palette.paint(row.guides, .dim) + palette.paint(label, span.isError ? .red : nil),
      stage: DisplayText.padded(stage, to: layout.stage),
      bar: palette.paint(bar, style(of: span)),
      numbers: numbers.map { DisplayText.padded($0, to: $1, toRight: true) })
  }

  private func style(of span: TraceSpan) -> Palette.Style {
    if span.isError { return .red }
    if span.end == nil { return .yellow }
    switch span.stage {
    case "generation": return .cyan
    case "tool": return .magenta
    case "agent", "workflow", "chain", nil: return .blue
    default: return .green
    }
  }

  private func detailLine(_ detail: (guides: String, text: String), _ row: Row) -> String {
    let room = max(width - CharacterWidth.columns(of: detail.guides), 1)
    return palette.paint(detail.guides, .dim)
      + palette.paint(DisplayText.truncated(detail.text, to: room), .red) + "\n"
  }

  private func notes(_ layout: WaterfallLayout, outside: Int) -> [String] {
    var notes: [String] = []
    if outside > 0 {
      let spans = outside == 1 ? "1 span lies" : "\(outside) spans lie"
      notes.append("\(spans) far from the rest in time (◂ ▸): clocks differ")
    }
    if !layout.hidden.isEmpty {
      notes.append("… \(layout.hidden.joined(separator: ", ")) not shown: no room")
    }
    return notes
  }
}
