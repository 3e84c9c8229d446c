import ByteCoding
import Scanning
import TraceModel

/// Shreds spans into the columns of the fields that conventions read from attributes.
struct FieldCollector: Sendable {
  private(set) var columns = NumberedColumns()
  /// Attribute columns whose values payload fields name.
  private(set) var payloadSources: Set<ColumnID> = []
  private var catalogue: AttributeCatalogue

  /// A collector for spans whose attributes the catalogue knows.
  init(catalogue: AttributeCatalogue) {
    self.catalogue = catalogue
  }

  /// Adds the span of a row; rows must come in ascending order.
  mutating func add(_ span: SpanData, row: Int) {
    let fields = SpanFields(span)
    columns.string(.service, fields.service, row)
    columns.string(.stage, fields.stage, row)
    columns.string(.status, fields.status, row)
    columns.string(.errorType, fields.errorType, row)
    columns.string(.model, fields.model, row)
    columns.string(.requestModel, fields.requestModel, row)
    columns.string(.provider, fields.provider, row)
    columns.string(.finishReason, fields.finishReason, row)
    columns.string(.promptName, fields.promptName, row)
    columns.string(.promptVersion, fields.promptVersion, row)
    columns.string(.templateHash, fields.template.map(templateHash), row)
    columns.string(.sessionID, fields.sessionID, row)
    columns.string(.userID, fields.userID, row)
    columns.string(.environment, fields.environment, row)
    columns.integer(.timeToFirstToken, fields.timeToFirstToken, row)
    columns.integer(.inputTokens, fields.inputTokens, row)
    columns.integer(.outputTokens, fields.outputTokens, row)
    columns.integer(.cachedTokens, fields.cachedTokens, row)
    columns.integer(.reasoningTokens, fields.reasoningTokens, row)
    columns.integer(.totalTokens, fields.totalTokens, row)
    columns.integer(.cost, fields.cost, row)
    columns.double(.samplingProbability, fields.samplingProbability, row)
    payload(.input, bytes: .inputBytes, fields.input, span, row)
    payload(.output, bytes: .outputBytes, fields.output, span, row)
  }

  /// A payload field is a column of its own where its text was put together; where it is an
  /// attribute, the attribute's column becomes payload and the field's text names it.
  private mutating func payload(
    _ field: Field, bytes: Field, _ payload: SpanFields.Payload?, _ span: SpanData, _ row: Int
  ) {
    switch payload {
    case nil: return
    case .assembled(let text):
      columns.string(field, PayloadReference.text.marker + text, row)
      columns.integer(bytes, Int64(text.utf8.count), row)
    case .attribute(let key):
      guard let value = span.attributes.value(of: key) else { return }
      let column = catalogue.column(of: key, in: .span, type: AttributeType(of: value))
      payloadSources.insert(column.id)
      columns.string(field, PayloadReference.column.marker + String(column.id.rawValue), row)
      columns.integer(bytes, Int64(value.payloadText.utf8.count), row)
    }
    columns.markPayload(ColumnID(field))
  }
}

/// The stored hash of a prompt's template: 16 hexadecimal digits of XXH64 of its UTF-8.
private func templateHash(_ template: String) -> String {
  hexadecimalDigits(xxHash64(template))
}

/// How a payload field's stored text is meant.
enum PayloadReference: Character {
  /// The rest is the text.
  case text = "="
  /// The rest is the number of the attribute column that has the text, or the value whose JSON is
  /// the text.
  case column = "@"

  var marker: String { String(rawValue) }
}
