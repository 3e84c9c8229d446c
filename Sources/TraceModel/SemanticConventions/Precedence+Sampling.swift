// Sampling.
extension Precedence {
  /// One in how many such spans was kept, where the trace state does not say.
  ///
  /// Honeycomb's samplers and Refinery leave it so, and its receiver reads these two spellings
  /// (https://docs.honeycomb.io/manage-data-volume/sample, `getSampleRate` of honeycombio/husky).
  static let sampleRate = Precedence(.sampleRate, ["sampleRate", "SampleRate"])
}
