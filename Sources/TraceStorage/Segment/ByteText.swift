/// A text that is itself only by its bytes, as a key of dictionaries and sets.
///
/// `String` would not do: canonically equivalent texts are equal to it, and two attributes whose
/// names only look alike would share a column.
struct ByteText: Hashable, Sendable {
  let text: String

  init(_ text: String) {
    self.text = text
  }

  static func == (left: ByteText, right: ByteText) -> Bool {
    haveSameBytes(left.text, right.text)
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(xxHash64(text))
  }
}
