import QuerySyntax
import Scanning
import TraceModel

/// What the spans of a forest have in their segments.
extension SegmentReader {
  /// The whole numbers of a field.
  func numbers(of field: Field, in forest: SpanForest) throws(QueryError) -> SpanNumbers {
    let reference = ColumnReference(field)
    if forest.parts.count == 1, forest.parts[0].positions == nil {
      let (numbers, validity) = try neighbourReader(at: forest.parts[0].segment)
        .read(reference, rows: forest.parts[0].rows).asIntegers()
      return SpanNumbers(numbers: numbers, validity: validity)
    }
    var result = SpanNumbers(
      numbers: Array(repeating: 0, count: forest.count),
      validity: Array(repeating: false, count: forest.count))
    for part in forest.parts {
      let (numbers, validity) = try neighbourReader(at: part.segment)
        .read(reference, rows: part.rows).asIntegers()
      for index in numbers.indices where validity.map({ $0[index] }) ?? true {
        result.numbers[part.position(at: index)] = numbers[index]
        result.validity?[part.position(at: index)] = true
      }
    }
    return result
  }

  /// Keeps the spans of which a condition on their own columns is true.
  func keep(
    _ predicate: Predicate, in spans: inout Bitmap, of forest: SpanForest
  ) throws(QueryError) {
    var kept = Bitmap(bitCount: forest.count, isSet: false)
    for part in forest.parts {
      try query.check()
      let reader = try neighbourReader(at: part.segment)
      guard let positions = part.positions else {
        try reader.keep(try reader.bind(predicate), in: &spans)
        return
      }
      var rows = Bitmap(bitCount: reader.segment.rowCount, isSet: false)
      for index in positions.indices where spans[Int(positions[index])] {
        rows.set(Int(part.rows[index]))
      }
      try reader.keep(try reader.bind(predicate), in: &rows)
      for index in positions.indices where rows[Int(part.rows[index])] {
        kept.set(Int(positions[index]))
      }
    }
    spans = kept
  }

  /// The spans whose field is a text.
  func spans(
    where field: Field, is text: String, in forest: SpanForest
  ) throws(QueryError) -> Bitmap {
    var spans = Bitmap(bitCount: forest.count, isSet: true)
    let test = ValueTest(text: TextTest(.equal, text))
    try keep(.column(ColumnReference(field), test, negated: false), in: &spans, of: forest)
    return spans
  }
}
