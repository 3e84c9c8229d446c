/// A condition that equals others of the same meaning only.
///
/// `Predicate` alone equates constants that Unicode calls canonically equivalent, which queries
/// tell apart.
struct ExactPredicate: Hashable, Sendable {
  let content: Predicate
  private let constants: [UInt8]

  init(_ content: Predicate) {
    self.content = content
    var constants = PlanConstants()
    constants.add(content)
    self.constants = constants.bytes
  }
}
