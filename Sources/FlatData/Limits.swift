/// The bounds of what is read, each with its reason.
package enum Limits {
  /// Bytes of one row of CSV, without quotes and separators.
  ///
  /// A quote that is never closed takes in all that follows; the longest prompts are some
  /// megabytes.
  package static let rowByteCount = 64 << 20

  /// Rows whose ids are derived, in one table: each takes some 30 bytes of memory while the table
  /// is read, so that equal rows can be numbered.
  package static let derivedRowCount = 1 << 26

  /// Member names of JSON that a reader remembers: names made from data must not grow it.
  static let rememberedNameCount = 4_096

  /// Characters of a value that a message quotes.
  static let excerptCharacterCount = 40

  /// Columns that a message lists.
  static let listedColumnCount = 20
}
