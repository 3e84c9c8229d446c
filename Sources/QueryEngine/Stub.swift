package import QuerySyntax
package import Scanning
package enum QueryError: Error, Hashable, Sendable { case refused(Diagnostic), storage(ScanError), resourceExhausted(limitByteCount: Int, doing: String), cancelled, overflow(Diagnostic) }
package struct QueryOptions: Sendable {
  package init(now: Int64, parameters: [String: String] = [:], newestLimit: Int? = nil, memoryByteLimit: Int = 0, isCancelled: @escaping @Sendable () -> Bool = { false }) {} }
package struct QueryEngine { package static func run(_ q: Query, text: String, over: any ScanSource, options: QueryOptions) throws(QueryError) -> QueryResult { throw .cancelled } }
