/// The shapes of the traces of both sides.
///
/// All that is asked of a trace's shape follows from its exact form, of which there are far fewer
/// than traces: so forms with counts are all the tests need.
package struct ShapeInput: Sendable {
  /// What spans are called: `generation`, `tool:search`.
  package var labels: [String]
  package var forms: [Form]
  /// Of each trace its form, where traces are not independent.
  ///
  /// The values are indices into the forms, the units are sessions or users. Nil where each trace
  /// stands for itself.
  package var traces: Traces?

  package struct Traces: Sendable {
    package var baseline: Sample
    package var candidate: Sample

    package init(baseline: Sample, candidate: Sample) {
      self.baseline = baseline
      self.candidate = candidate
    }
  }

  package init(labels: [String], forms: [Form]) {
    self.labels = labels
    self.forms = forms
  }

  package struct Form: Sendable {
    /// The spans in preorder, children by their start: an index into the labels, and the depth.
    package var nodes: [Node]
    package var baselineCount: Int
    package var candidateCount: Int
    /// A trace of that form, of the candidate's if there is one.
    package var exemplar: String?

    package init(
      nodes: [Node], baselineCount: Int, candidateCount: Int, exemplar: String? = nil
    ) {
      self.nodes = nodes
      self.baselineCount = baselineCount
      self.candidateCount = candidateCount
      self.exemplar = exemplar
    }
  }

  package struct Node: Hashable, Sendable {
    package var label: Int32
    package var depth: Int32
    package var isError: Bool

    package init(label: Int32, depth: Int32, isError: Bool) {
      self.label = label
      self.depth = depth
      self.isError = isError
    }
  }
}
