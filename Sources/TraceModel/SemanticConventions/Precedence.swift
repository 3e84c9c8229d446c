/// The attributes that a field is read from, best first.
///
/// The tables `Precedence.….swift` hold one for each field, in the field's own words: the first
/// attribute that is present and usable wins. One of an unusable type counts as absent.
struct Precedence: Sendable {
  let target: Target
  let sources: [Source]

  init(_ target: Target, _ sources: [Source]) {
    self.target = target
    self.sources = sources
  }

  /// What an attribute's value goes to.
  enum Target: Int, CaseIterable, Sendable {
    case stage
    case model, requestModel, provider, finishReason
    case promptName, promptVersion, template
    case inputTokens, outputTokens, cachedTokens, reasoningTokens, totalTokens
    case cost, promptCost, completionCost
    case sessionID, userID, environment
    case errorType, guardrailError, level
    case timeToFirstToken
    case sampleRate
    case input, output
  }

  /// One attribute, and how its value is read.
  struct Source: Sendable {
    let key: String
    let reading: Reading

    /// How an attribute's value becomes a field's.
    enum Reading: Sendable {
      /// The value is the field's.
      case whole
      /// The value is the text of a JSON object; the first of these members is the field's.
      case member([String])
      /// The value is a step's name in the words of a convention.
      case stage(StageNames)
      /// The value is a moment, as RFC 3339 has it; the field is the time from the span's start.
      case instant
      /// The key is a prefix of the keys of a flattened structure.
      case flattened
    }

    /// The members of the structure that was flattened under `prefix`.
    static func flattened(_ prefix: String) -> Source {
      Source(key: prefix, reading: .flattened)
    }

    /// The first of `names` in the JSON object that is the text of attribute `key`.
    static func member(_ names: String..., of key: String) -> Source {
      Source(key: key, reading: .member(names))
    }

    /// A step in a convention's words.
    static func stage(_ key: String, _ names: StageNames) -> Source {
      Source(key: key, reading: .stage(names))
    }

    /// A moment as text.
    static func instant(_ key: String) -> Source {
      Source(key: key, reading: .instant)
    }
  }
}

extension Precedence.Source: ExpressibleByStringLiteral {
  /// The attribute of this name, read whole.
  init(stringLiteral key: String) {
    self.init(key: key, reading: .whole)
  }
}

extension Precedence {
  /// All tables.
  static let all: [Precedence] = [
    stage, model, requestModel, provider, finishReason, promptName, promptVersion, template,
    inputTokens, outputTokens, cachedTokens, reasoningTokens, totalTokens, cost, promptCost,
    completionCost, sessionID, userID, environment, errorType, guardrailError, level,
    timeToFirstToken, sampleRate, input, output,
  ]
}
