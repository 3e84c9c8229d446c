/// Names the contents of a sealed segment for as long as a store lives.
///
/// What is stored of a segment never changes but for which of its rows count, and then its
/// generation grows; numbers are not given twice. So whatever was made of a segment's live rows
/// holds for every segment of the same identity in the same store.
package struct SegmentIdentity: Hashable, Sendable {
  package var number: UInt32
  package var generation: UInt32

  package init(number: UInt32, generation: UInt32) {
    self.number = number
    self.generation = generation
  }
}
