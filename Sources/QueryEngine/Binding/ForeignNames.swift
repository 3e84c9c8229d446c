/// What other tracing systems call the fields and functions of this language.
///
/// For hints only: a query that was right yesterday stays right when such a name is sent as an
/// attribute tomorrow.
enum ForeignNames {
  /// What to write for a field of another system; nil for names that none is known to have.
  static func field(_ name: String) -> String? { fields[folded(name)] }

  /// What to write for a function of another system.
  static func function(_ name: String) -> String? { functions[folded(name)] }

  /// Case and the marks between words are no difference.
  private static func folded(_ name: String) -> String {
    String(name.lowercased().filter { !"_.-".contains($0) })
  }

  private static let fields = [
    "latencyms": "latency", "durationms": "latency", "durationns": "latency",
    "durationnano": "latency", "elapsed": "latency", "responsetime": "latency",
    "traceduration": "trace.latency", "spanduration": "latency",
    "spankind": "stage", "spantype": "stage", "observationtype": "stage", "type": "stage",
    "inputvalue": "input", "request": "input",
    "outputvalue": "output", "completion": "output", "response": "output", "answer": "output",
    "prompttokens": "input_tokens", "tokencountprompt": "input_tokens",
    "llmtokencountprompt": "input_tokens", "usageinputtokens": "input_tokens",
    "completiontokens": "output_tokens", "tokencountcompletion": "output_tokens",
    "llmtokencountcompletion": "output_tokens", "usageoutputtokens": "output_tokens",
    "tokens": "total_tokens", "tokencount": "total_tokens",
    "llmtokencounttotal": "total_tokens", "tokencounttotal": "total_tokens",
    "cumulativetokencounttotal": "trace.total_tokens",
    "cumulativetokencountprompt": "trace.input_tokens",
    "cumulativetokencountcompletion": "trace.output_tokens",
    "rootservicename": "root.service", "rootname": "root.name", "rootspanname": "root.name",
    "tracename": "root.name", "nestedsetparent": "parent_id is missing",
    "isroot": "parent_id is missing", "parent": "parent_id",
    "error": "status = error", "iserror": "status = error", "haserror": "status = error",
    "failed": "status = error", "statuscode": "status", "level": "status",
    "exception": "error_type", "exceptiontype": "error_type",
    "exceptionmessage": "status_message", "errormessage": "status_message",
    "time": "start", "timestamp": "start", "starttime": "start", "createdat": "start",
    "endtime": "end", "id": "span_id", "trace": "trace_id",
    "user": "user_id", "session": "session_id", "conversation": "session_id",
    "conversationid": "session_id", "thread": "session_id", "threadid": "session_id",
    "llmmodelname": "model", "modelname": "model", "llmprovider": "provider",
    "system": "provider", "version": "prompt_version", "promptid": "prompt_name",
    "price": "cost", "usd": "cost", "totalcost": "cost", "llmcosttotal": "cost",
    "numspans": "trace.span_count", "spancount": "trace.span_count",
    "numtraces": "turn_count, which sessions have",
    "tracecount": "turn_count, which sessions have",
    "errors": "count() if (status = error)", "parentspan": "parent_id", "parentspanid": "parent_id",
    "firstinput": "input", "lastoutput": "output", "anyinput": "input", "anyoutput": "output",
    "sort": "order by", "minute": "every minute", "hour": "every hour", "day": "every day",
    "date": "every day", "week": "every week", "month": "every month",
    "timetofirsttoken": "ttft", "help": "\\help at the prompt", "fields": "\\fields at the prompt",
    "describe": "\\fields at the prompt",
  ]

  private static let functions = [
    "median": "p50(…)", "mean": "avg(…)", "average": "avg(…)",
    "percentile": "p95(…), or quantile(…, 0.95)", "perc": "p95(…), or quantile(…, 0.95)",
    "quantileovertime": "p95(…) and every 5m", "rateovertime": "rate() and every 5m",
    "countovertime": "count() and every 5m", "histogramovertime": "histogram(…) and every 5m",
    "distinct": "count_distinct(…), or uniq_values(…)", "unique": "uniq_values(…)",
    "uniq": "count_distinct(…)", "countuniq": "count_distinct(…)", "nunique": "count_distinct(…)",
    "exists": "… is not missing", "has": "… is not missing", "isnull": "… is missing",
    "isnotnull": "… is not missing", "heatmap": "select histogram(…) show heatmap",
    "time": "every 1h", "bin": "every 1h, or bucket(…, width)", "datetrunc": "every 1h",
    "tumblingwindow": "every 1h", "now": "since 1h", "len": "length(…)", "strlen": "length(…)",
    "tolower": "lower(…)", "toupper": "upper(…)", "ifnull": "coalesce(…, …)",
    "nvl": "coalesce(…, …)", "countif": "count() if (…)", "sumif": "sum(…) if (…)",
    "avgif": "avg(…) if (…)", "regexmatch": "… =~ \"…\"", "startswith": "… startswith \"…\"",
    "contains": "… contains \"…\"", "variance": "stddev(…)", "stdev": "stddev(…)",
    "endswith": "… like \"%…\"", "lt": "… < …", "lte": "… <= …", "gt": "… > …", "gte": "… >= …",
    "equals": "… = …", "notequals": "… != …", "any": "trace{…}", "all": "not trace{not …}",
    "none": "not trace{…}", "child": "child{…}", "parent": "parent{…}", "ancestor": "ancestor{…}",
    "descendant": "descendant{…}", "sibling": "sibling{…}", "root": "root{…}",
    "trace": "trace{…}", "children": "child{…}", "descendants": "descendant{…}",
    "ancestors": "ancestor{…}", "siblings": "sibling{…}", "switch": "if(…, …, if(…, …, …))",
    "case": "if(…, …, if(…, …, …))", "least": "if(a < (b), a, b)", "greatest": "if(a > (b), a, b)",
    "string": "str(…)", "integer": "int(…)", "hour": "every hour", "day": "every day",
    "topk": "order by … desc limit 10", "bottomk": "order by … limit 10",
  ]
}
