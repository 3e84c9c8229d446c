/// How wide each part of a waterfall is.
///
/// The bar takes what the others leave.
struct WaterfallLayout {
  /// A bar of fewer columns tells nothing.
  static let minimumBarWidth = 10
  /// Bars need not be longer than this to compare.
  static let maximumBarWidth = 100
  /// Names are not cut below this.
  static let minimumNameWidth = 12
  /// Columns between two parts.
  static let gap = 2

  /// The widest text of each part; zero for those that no span fills.
  struct Needs {
    var name = 0
    var stage = 0
    var latency = 0
    var tokens = 0
    var cost = 0
  }

  private(set) var name: Int
  private(set) var stage: Int
  private(set) var bar = 0
  private(set) var latency: Int
  private(set) var tokens: Int
  private(set) var cost: Int
  /// The parts that found no room, by their headings.
  private(set) var hidden: [String] = []

  init(_ needs: Needs, width: Int) {
    name = min(needs.name, max(width * 2 / 5, Self.minimumNameWidth))
    (stage, latency, tokens, cost) = (needs.stage, needs.latency, needs.tokens, needs.cost)
    if room(in: width) < Self.minimumBarWidth {
      let missing = Self.minimumBarWidth - room(in: width)
      name = max(name - missing, min(name, Self.minimumNameWidth))
    }
    hide(\.tokens, "tokens", in: width)
    hide(\.cost, "cost", in: width)
    hide(\.stage, "stage", in: width)
    bar = min(max(room(in: width), Self.minimumBarWidth), Self.maximumBarWidth)
  }

  private mutating func hide(
    _ part: WritableKeyPath<WaterfallLayout, Int>, _ heading: String, in width: Int
  ) {
    guard room(in: width) < Self.minimumBarWidth, self[keyPath: part] > 0 else { return }
    self[keyPath: part] = 0
    hidden.append(heading)
  }

  /// What is left for the bar.
  private func room(in width: Int) -> Int {
    let others = [name, stage, latency, tokens, cost].filter { $0 > 0 }
    return width - others.reduce(0) { $0 + $1 + Self.gap }
  }

  /// Joins the parts that have room; empty ones at the end leave no spaces behind.
  func line(name: String, stage: String, bar: String, numbers: [String]) -> String {
    let gap = String(repeating: " ", count: Self.gap)
    let widths = [latency, tokens, cost]
    var parts = [name]
    if self.stage > 0 { parts.append(stage) }
    parts.append(bar)
    for (number, width) in zip(numbers, widths) where width > 0 { parts.append(number) }
    var line = parts.joined(separator: gap)
    while line.last == " " { line.removeLast() }
    return line + "\n"
  }
}
