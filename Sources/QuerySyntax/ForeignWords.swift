/// Words of other query languages, and what is written here instead.
enum ForeignWords {
  /// What begins a stage there.
  static let stages = [
    "filter": "where", "sort": "order by", "sortby": "order by", "top": "limit", "head": "limit",
    "take": "limit", "project": "select", "fields": "select", "summarize": "select",
    "groupby": "group by", "orderby": "order by", "stats": "group by", "aggregate": "group by",
    "distinct": "group by", "dedup": "group by", "uniq": "group by", "bucket": "every",
    "bin": "every", "extend": "let", "math": "let", "eval": "let", "between": "since",
    "visualize": "select", "timeslice": "every", "timechart": "every", "last": "since",
  ]

  /// What stands between a field and a value, or behind a field, there.
  static let operators = [
    "exists": "model is not missing", "does": "model is missing", "isnull": "model is missing",
    "starts": "name startswith chat", "ends": "name like \"%chat\"",
    "endswith": "name like \"%chat\"", "within": "latency between 1s and 2s",
    "fill": "every 5m fill 0", "tz": "every day tz Europe/Paris",
    "per": "limit 3 per model, service",
    "vs": "compare prompt_version v3 vs v4", "versus": "compare prompt_version v3 vs v4",
  ]

  /// What takes its field in parentheses here.
  static let calls: Set<String> = [
    "count", "sum", "avg", "min", "max", "p50", "p75", "p90", "p95", "p99", "p999", "stddev",
    "histogram", "count_distinct",
  ]

  /// Units that there stand apart from their number.
  static let units: Set<String> = [
    "ns", "us", "ms", "s", "sec", "secs", "second", "seconds", "min", "mins", "minute", "minutes",
    "h", "hour", "hours", "d", "day", "days", "w", "week", "weeks", "kb", "mb", "gb", "kib", "mib",
  ]

  /// Nothing, there.
  static let nothing: Set<String> = ["none", "nil", "undefined", "empty"]
}
