/// The words of the language, all of which ignore case.
package enum Keywords {
  /// What a stage begins with, as a message shows it.
  package static let stages = [
    "where", "let", "since", "until", "during", "offset", "every", "group by", "select", "having",
    "order by", "limit", "skip", "assert", "show", "diff", "compare", "drift",
    "unweighted",
  ]

  /// Words that open a query or a stage, and `and or not`: never a name or a bare value.
  package static let reserved: Set<String> = [
    "and", "or", "not",
    "where", "let", "since", "until", "during", "offset", "every", "group", "by", "select",
    "having", "order", "limit", "skip", "assert", "show", "diff", "explain", "from",
    "compare", "drift", "unweighted",
  ]

  /// Values with a name, which are no names of fields either.
  package static let constants: Set<String> = ["true", "false", "null"]

  /// Words with a meaning in one place only, and names everywhere else.
  package static let contextual = [
    "in", "between", "contains", "icontains", "startswith", "like", "is", "missing", "as", "asc",
    "desc", "nulls", "first", "last", "analyze", "if", "per", "with", "other", "tz", "fill",
    "table", "histogram", "heatmap", "vs", "top", "on", "within", "higher", "lower", "better",
    "paired", "stratify",
    "previous", "baseline", "spans", "traces", "sessions", "scores",
    "parent", "child", "ancestor", "descendant", "sibling", "root", "trace",
  ]

  /// What a completion may offer.
  package static let all =
    ["explain", "from", "and", "or", "not"] + stages + ["by"] + contextual + [
      "true", "false", "null",
    ]

  /// Operators of other query languages.
  static let foreignOperators: Set<String> = ["ilike", "matches", "regexp", "rlike"]
}
