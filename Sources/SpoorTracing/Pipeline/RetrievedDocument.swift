import TraceModel

/// Something that a retrieval found, or a reranking put in order.
public struct RetrievedDocument: Hashable, Sendable {
  /// What it is called where it was found.
  public var id: String
  /// How well it fits, by the measure of who found it.
  public var score: Double?
  /// Its text, or the part of it that was found; nil to keep it out of the store.
  public var text: String?

  /// A document that was found.
  public init(id: String, score: Double? = nil, text: String? = nil) {
    self.id = id
    self.score = score
    self.text = text
  }
}

extension [RetrievedDocument] {
  /// `[{"id":"…","score":0.7,"content":"…"}]`.
  var json: String {
    AttributeValue.array(
      map { document in
        var members = [Attribute(key: "id", value: .string(document.id))]
        if let score = document.score {
          members.append(Attribute(key: "score", value: .double(score)))
        }
        if let text = document.text {
          members.append(Attribute(key: "content", value: .string(text)))
        }
        return .map(members)
      }
    ).json
  }
}
