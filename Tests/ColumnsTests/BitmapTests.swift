import Columns
import Testing

@Suite struct BitmapTests {
  @Test(arguments: [0, 1, 63, 64, 65, 128, 2_048])
  func `bits past the last row are clear`(count: Int) {
    let all = Bitmap(count: count, repeating: true)
    #expect(all.setCount == count)
    #expect(all.words.count == (count + 63) / 64)
    #expect(Bitmap(count: count).setCount == 0)
  }

  @Test func `rows are set and cleared one by one`() {
    var bitmap = Bitmap(count: 130)
    for row in [0, 63, 64, 129] { bitmap[row] = true }
    #expect(bitmap.setCount == 4)
    #expect(bitmap[63] && bitmap[64] && !bitmap[65])
    bitmap[63] = false
    #expect(bitmap.words == [1, 1, 2])
  }

  @Test func `stored words with bits past the end are refused`() {
    #expect(Bitmap(words: [0b111], count: 3) != nil)
    #expect(Bitmap(words: [0b1111], count: 3) == nil)
    #expect(Bitmap(words: [0, 0], count: 3) == nil)
    #expect(Bitmap(words: [], count: 0) != nil)
  }
}
