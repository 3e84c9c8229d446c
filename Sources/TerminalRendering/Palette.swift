/// Colours of a terminal, or their absence.
package struct Palette: Hashable, Sendable {
  /// What text is, as far as its colour goes.
  package enum Style: String, CaseIterable, Sendable {
    /// A heading.
    case bold = "1"
    /// What the eye may pass over.
    case dim = "2"
    /// A failure.
    case red = "31"
    /// Good, or a step other than generation.
    case green = "32"
    /// Unfinished, or a warning.
    case yellow = "33"
    /// A name in a query.
    case blue = "34"
    /// A keyword, or a tool.
    case magenta = "35"
    /// Generation.
    case cyan = "36"
  }

  /// Text as it is.
  package static let plain = Palette(isEnabled: false)
  /// ANSI's eight colours, which every terminal theme keeps readable.
  package static let ansi = Palette(isEnabled: true)

  /// Whether `paint` does anything.
  package let isEnabled: Bool

  /// `text` in a style.
  package func paint(_ text: String, _ style: Style?) -> String {
    guard isEnabled, let style, !text.isEmpty else { return text }
    return "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m"
  }
}
