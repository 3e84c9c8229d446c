/// The bounds of what is read, each with its reason.
package enum Limits {
  /// Levels that an attribute's arrays and maps may nest.
  ///
  /// The bound that the OpenTelemetry specification recommends. A span with more is rejected; the rest of its message is kept.
  package static let valueNestingLevels = 64

  /// Levels that the text of a message may nest.
  ///
  /// A map in a map costs four (value, `kvlistValue`,
  /// `values`, member), and the message around an attribute costs a dozen. The reader recurses,
  /// so this also bounds its stack.
  package static let jsonNestingLevels = 4 * valueNestingLevels + 16

  /// Bytes of one message, decompressed.
  ///
  /// A message is held in memory while it is decoded, and
  /// its spans take up to a few times its size.
  package static let messageByteCount = 1 << 30

  /// Attribute names that a decoder remembers: a service has some dozens, and names made from
  /// data (`item.123`) must not grow the memory of a long-lived decoder.
  static let rememberedKeyCount = 4_096

  /// The longest name that a decoder remembers.
  ///
  /// Longer ones are read anew each time.
  static let rememberedKeyByteCount = 96
}
