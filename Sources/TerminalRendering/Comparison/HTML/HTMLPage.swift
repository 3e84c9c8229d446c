/// A page that needs nothing but itself: its style is in it, and no script.
enum HTMLPage {
  /// All that comes before the content.
  static func start(title: String) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
    style-src 'unsafe-inline'">
    <meta name="color-scheme" content="light dark">
    <title>\(HTMLText.escaped(title))</title>
    <style>
    \(StyleSheet.text)
    </style>
    </head>
    <body>
    <main>

    """
  }

  static let end = "</main>\n</body>\n</html>\n"
}
