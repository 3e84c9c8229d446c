import Spoor

/// Queries that spend their time in one kernel each, by the names that the thresholds use.
///
/// What they cost a row does not depend on the store's size once that is past a few segments.
let kernelQueries: [(name: String, query: String)] = [
  ("code_equality", "stage=generation select count()"),
  ("integer_range", "latency>2s select count()"),
  ("two_filters", "stage=generation and latency>2s select count()"),
  ("list_of_codes", "model in (gpt-4o, claude-sonnet-4) select count()"),
  ("group_count", "group by stage select count()"),
  ("two_keys_count", "group by stage, model select count()"),
  ("sum", "select sum(latency)"),
  ("extremes", "select min(latency), max(latency)"),
  ("grouped_sum", "group by stage select sum(latency)"),
  ("error_rate", "select error_rate()"),
  ("percentile", "select p95(latency)"),
]
