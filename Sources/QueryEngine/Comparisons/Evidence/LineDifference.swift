/// The lines in which two texts differ, as `diff -u` writes them, with two lines around each place.
struct LineDifference {
  private enum Line {
    case same(Substring)
    case removed(Substring)
    case added(Substring)
  }

  private static let contextCount = 2
  /// Lines of each text, past what they have in common at both ends, that are compared one by one:
  /// the table of a comparison has as many cells as their product.
  private static let comparedCount = 1_000

  private let lines: [Line]

  init(_ before: String, _ after: String) {
    let left = before.split(separator: "\n", omittingEmptySubsequences: false)
    let right = after.split(separator: "\n", omittingEmptySubsequences: false)
    var start = 0
    while start < left.count, start < right.count, left[start] == right[start] { start += 1 }
    var end = 0
    while end < left.count - start, end < right.count - start,
      left[left.count - 1 - end] == right[right.count - 1 - end]
    {
      end += 1
    }
    lines =
      left[..<start].map { .same($0) }
      + Self.middle(left[start..<left.count - end], right[start..<right.count - end])
      + left[(left.count - end)...].map { .same($0) }
  }

  /// Of texts that differ in most lines, all of one and then all of the other.
  private static func middle(
    _ left: ArraySlice<Substring>, _ right: ArraySlice<Substring>
  ) -> [Line] {
    guard !left.isEmpty, !right.isEmpty, left.count <= comparedCount,
      right.count <= comparedCount
    else { return left.map { .removed($0) } + right.map { .added($0) } }
    let (left, right) = (Array(left), Array(right))
    let width = right.count + 1
    // The length of the longest common subsequence of what is behind each pair of places.
    var common = [Int32](repeating: 0, count: (left.count + 1) * width)
    for i in left.indices.reversed() {
      for j in right.indices.reversed() {
        common[i * width + j] =
          left[i] == right[j]
          ? common[(i + 1) * width + j + 1] + 1
          : max(common[(i + 1) * width + j], common[i * width + j + 1])
      }
    }
    var lines: [Line] = []
    var (i, j) = (0, 0)
    while i < left.count || j < right.count {
      if i < left.count, j < right.count, left[i] == right[j] {
        lines.append(.same(left[i]))
        (i, j) = (i + 1, j + 1)
      } else if j == right.count
        || i < left.count && common[(i + 1) * width + j] >= common[i * width + j + 1]
      {
        lines.append(.removed(left[i]))
        i += 1
      } else {
        lines.append(.added(right[j]))
        j += 1
      }
    }
    return lines
  }

  /// Nil where the texts are the same.
  var text: String? {
    let changed = lines.indices.filter { if case .same = lines[$0] { false } else { true } }
    guard let first = changed.first else { return nil }
    var hunks: [Range<Int>] = []
    var hunk = first..<first
    for place in changed {
      if place - hunk.upperBound > 2 * Self.contextCount {
        hunks.append(hunk)
        hunk = place..<place
      }
      hunk = hunk.lowerBound..<place + 1
    }
    hunks.append(hunk)
    return hunks.map { written($0) }.joined(separator: "\n")
  }

  private func written(_ hunk: Range<Int>) -> String {
    let shown =
      max(
        0, hunk.lowerBound - Self.contextCount)..<min(
        lines.count, hunk.upperBound + Self.contextCount)
    var (left, right) = (1, 1)
    for line in lines[..<shown.lowerBound] { count(line, &left, &right) }
    var (leftEnd, rightEnd) = (left, right)
    for line in lines[shown] { count(line, &leftEnd, &rightEnd) }
    var texts = ["@@ -\(left),\(leftEnd - left) +\(right),\(rightEnd - right) @@"]
    for line in lines[shown] {
      switch line {
      case .same(let text): texts.append(" " + text)
      case .removed(let text): texts.append("-" + text)
      case .added(let text): texts.append("+" + text)
      }
    }
    return texts.joined(separator: "\n")
  }

  private func count(_ line: Line, _ left: inout Int, _ right: inout Int) {
    switch line {
    case .same: (left, right) = (left + 1, right + 1)
    case .removed: left += 1
    case .added: right += 1
    }
  }
}
