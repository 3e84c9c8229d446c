/// Words of other query languages, and what is written here instead.
enum ForeignWords {
  /// What begins a stage there.
  static let stages = [
    "filter": "where", "sort": "order by", "sortby": "order by", "top": "limit", "head": "limit",
    "take": "limit", "project": "select", "fields": "select", "summarize": "select",
    "groupby": "group by", "orderby": "order by", "stats": "group by", "aggregate": "group by",
    "distinct": "group by", "dedup": "group by", "uniq": "group by", "bucket": "every",
    "bin": "every", "timeslice": "every", "timechart": "every", "last": "since",
  ]

  /// What stands between a field and a value, or behind a field, there.
  static let operators = [
    "exists": "model is not missing", "does": "model is missing", "isnull": "model is missing",
    "starts": "name startswith chat", "ends": "name like \"%chat\"",
    "vs": "compare prompt_version v3 vs v4", "versus": "compare prompt_version v3 vs v4",
  ]

  /// Units that there stand apart from their number.
  static let units: Set<String> = [
    "ns", "us", "ms", "s", "sec", "secs", "second", "seconds", "min", "mins", "minute", "minutes",
    "h", "hour", "hours", "d", "day", "days", "w", "week", "weeks", "kb", "mb", "gb", "kib", "mib",
  ]

  /// Nothing, there.
  static let nothing: Set<String> = ["none", "nil", "undefined", "empty"]
}
