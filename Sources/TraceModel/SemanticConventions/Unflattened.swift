/// A structure put together again from attributes whose names are its paths.
///
/// Attributes have no nested values in older SDKs, so OpenInference writes a message as
/// `llm.input_messages.0.message.role`, and Traceloop as `gen_ai.prompt.0.role`. Both become
/// `[{"role":…}]`, the shape of `gen_ai.input.messages`.
struct Unflattened {
  private var root = Node()

  /// Paths deeper than this end in a name with dots.
  ///
  /// It bounds the recursion: a name comes from
  /// the wire and may be nothing but dots.
  private static let segmentLimit = 16

  /// What OpenInference wraps the elements of its lists in.
  private static let wrappers: Set<Substring> = ["message", "tool_call", "message_content"]

  /// The structure of the attributes whose names begin with `prefix`.
  ///
  /// They are taken in the order of their names: a store does not keep the order in which they came.
  init(_ attributes: [Attribute], under prefix: String) {
    let elements = attributes.filter { Self.isElement($0.key, of: prefix) }
      .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    for attribute in elements {
      let path = attribute.key.utf8.dropFirst(prefix.utf8.count)
        .split(
          separator: UInt8(ascii: "."), maxSplits: Self.segmentLimit,
          omittingEmptySubsequences: false)
      root.insert(attribute.value, at: Self.unwrapped(path.map { Substring($0) })[...])
    }
  }

  /// The structure as compact JSON, members in the order of their names.
  var json: String {
    var writer = JSONWriter()
    root.write(to: &writer)
    return writer.text
  }

  /// Whether an attribute is part of a numbered element under `prefix`; `gen_ai.prompt.name` is
  /// no part of a list of prompts.
  static func isElement(_ key: String, of prefix: String) -> Bool {
    guard key.hasPrefix(prefix), let next = key.utf8.dropFirst(prefix.utf8.count).first else {
      return false
    }
    return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next)
  }

  /// A path without the wrappers that follow an index and lead on.
  private static func unwrapped(_ path: [Substring]) -> [Substring] {
    path.indices.filter { index in
      let follows = index > 0 && Int(path[index - 1]) != nil && index + 1 < path.count
      return !(follows && wrappers.contains(path[index]))
    }.map { path[$0] }
  }
}

extension Unflattened {
  /// A value, or the parts of one by name.
  private struct Node {
    private var value: AttributeValue?
    private var names: [Substring] = []
    private var children: [Substring: Node] = [:]

    mutating func insert(_ value: AttributeValue, at path: ArraySlice<Substring>) {
      guard let name = path.first else {
        self.value = value
        return
      }
      if children[name] == nil { names.append(name) }
      children[name, default: Node()].insert(value, at: path.dropFirst())
    }

    func write(to writer: inout JSONWriter) {
      if names.isEmpty {
        writer.append(value ?? .empty)
      } else if let order = indices {
        writer.append(list: order) { writer, name in children[name]?.write(to: &writer) }
      } else {
        writer.append(list: names, open: "{", close: "}") { writer, name in
          writer.append(String(name))
          writer.append(json: ":")
          children[name]?.write(to: &writer)
        }
      }
    }

    /// The names in the order of their numbers; nil when they are not all numbers.
    private var indices: [Substring]? {
      let numbers = names.compactMap { UInt32($0) }
      guard numbers.count == names.count else { return nil }
      return zip(numbers, names).sorted { $0.0 < $1.0 }.map(\.1)
    }
  }
}
