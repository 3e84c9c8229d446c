import TestSupport

/// Damages bytes the way files and hands do: bits flip, pieces go, repeat, move and mix.
struct Mutation {
  /// Words that mean something to the reader at test; whole ones reach further than noise.
  let dictionary: [String]

  /// Changes some bytes in one to four places.
  func apply(to original: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    var bytes = original
    for _ in 0..<Int.random(in: 1...4, using: &random) { change(&bytes, &random) }
    return bytes
  }

  private func change(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    let place = bytes.isEmpty ? 0 : Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<6, using: &random) {
    case 0 where !bytes.isEmpty: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: bytes.insert(UInt8.random(in: .min ... .max, using: &random), at: place)
    case 2: bytes.removeSubrange(piece(of: bytes, from: place, &random))
    case 3: bytes.insert(contentsOf: bytes[piece(of: bytes, from: place, &random)], at: place)
    case 4: bytes.removeSubrange(place...)
    default:
      guard let word = dictionary.randomElement(using: &random) else { return }
      bytes.insert(contentsOf: word.utf8, at: place)
    }
  }

  private func piece(
    of bytes: [UInt8], from place: Int, _ random: inout SeededGenerator
  ) -> Range<Int> {
    place..<min(bytes.count, place + Int.random(in: 0...16, using: &random))
  }
}
