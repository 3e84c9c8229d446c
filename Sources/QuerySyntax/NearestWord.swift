/// The word that a misspelt one was most likely meant to be, or nil if none is near.
///
/// Case and the marks between words are no difference: `promptVersion` finds `prompt_version`.
/// A beginning of three letters or more finds the first word that continues it. Of several
/// equally near the first in the sequence wins.
///
/// - Complexity: O(number of words × length²).
package func nearest(_ word: String, among words: some Sequence<String>) -> String? {
  let wanted = folded(word)
  guard !wanted.isEmpty, wanted.count <= Limits.nearestWordCharacterCount else { return nil }
  var best: (word: String, distance: Int)?
  var continuation: String?
  for candidate in words {
    let letters = folded(candidate)
    guard !letters.isEmpty, letters.count <= Limits.nearestWordCharacterCount else { continue }
    if continuation == nil, wanted.count >= 3, letters.starts(with: wanted) {
      continuation = candidate
    }
    // A third of the letters may be wrong: more, and short words would be near to all others.
    let allowed = max(1, max(wanted.count, letters.count) / 3)
    let distance = editDistance(wanted, letters)
    // One wrong letter of two or fewer leaves nothing to recognise.
    guard distance <= allowed, distance < wanted.count, distance < letters.count else { continue }
    if best.map({ distance < $0.distance }) ?? true { best = (candidate, distance) }
  }
  return best?.word ?? continuation
}

private func folded(_ word: String) -> [Character] {
  word.lowercased().filter { !"_.- ".contains($0) }
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one word into another.
///
/// Rows of the usual table: the two before the one in work are all that it depends on.
func editDistance(_ left: [Character], _ right: [Character]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...right.count)
  for row in left.indices {
    var current = [row + 1]
    for column in right.indices {
      let isSame = left[row] == right[column]
      var distance = min(
        current[column] + 1, last[column + 1] + 1, last[column] + (isSame ? 0 : 1))
      if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
        distance = min(distance, beforeLast[column - 1] + 1)
      }
      current.append(distance)
    }
    (beforeLast, last) = (last, current)
  }
  return last[right.count]
}
