/// Shapes of a drawing, in its own units, which are pixels where there is room.
enum SVGText {
  /// A drawing that a reader who does not see it is told of.
  static func drawing(
    width: Double, height: Double, label: String, className: String, _ shapes: [String]
  ) -> String {
    HTMLText.element(
      "svg",
      [
        "viewBox": "0 0 \(number(width)) \(number(height))", "role": "img",
        "aria-label": DisplayText.sanitized(label), "class": className,
      ], shapes.joined())
  }

  static func line(
    _ from: (x: Double, y: Double), _ to: (x: Double, y: Double), _ className: String
  ) -> String {
    HTMLText.empty(
      "line",
      [
        "x1": number(from.x), "y1": number(from.y), "x2": number(to.x), "y2": number(to.y),
        "class": className,
      ])
  }

  /// A box; what is narrower than nothing is not drawn.
  static func box(
    x: Double, y: Double, width: Double, height: Double, _ className: String, title: String = ""
  ) -> String {
    guard width > 0, height > 0 else { return "" }
    return HTMLText.element(
      "rect",
      [
        "x": number(x), "y": number(y), "width": number(width), "height": number(height),
        "class": className,
      ], Self.title(title))
  }

  /// A line through points, from each to the next.
  static func path(_ points: [(x: Double, y: Double)], _ className: String) -> String {
    guard points.count > 1 else { return "" }
    let steps = points.enumerated().map { index, point in
      "\(index == 0 ? "M" : "L")\(number(point.x)) \(number(point.y))"
    }
    return HTMLText.empty("path", ["d": steps.joined(), "class": className])
  }

  static func dot(_ center: (x: Double, y: Double), _ className: String, title: String) -> String {
    HTMLText.element(
      "circle",
      ["cx": number(center.x), "cy": number(center.y), "r": "2.5", "class": className],
      Self.title(title))
  }

  /// Text that begins, is centred, or ends at a point.
  static func text(
    _ text: String, at point: (x: Double, y: Double), _ className: String = "",
    anchor: String = "start"
  ) -> String {
    HTMLText.element(
      "text",
      [
        "x": number(point.x), "y": number(point.y), "text-anchor": anchor, "class": className,
      ], HTMLText.escaped(text))
  }

  /// A name from spans that ends at a point, cut to the room before it.
  static func name(
    _ text: String, end point: (x: Double, y: Double), about: String = ""
  ) -> String {
    let name = HTMLText.name(text, columns: 22)
    let whole = DisplayText.sanitized(text)
    return HTMLText.element(
      "text",
      [
        "x": number(point.x), "y": number(point.y), "text-anchor": "end", "class": "name",
      ], title(about.isEmpty ? whole : "\(whole): \(about)") + name.text)
  }

  private static func title(_ text: String) -> String {
    text.isEmpty ? "" : HTMLText.element("title", HTMLText.escaped(text))
  }

  /// To a tenth of a pixel.
  static func number(_ value: Double) -> String {
    let tenths = (value * 10).rounded() / 10
    let text = (tenths + 0).description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
