package import Drift
import QueryEngine
import QuerySyntax
import TraceStorage

/// A comparison that is looked at again and again, each time on the store as it is then.
package struct ComparisonLooks: Sendable {
  private let store: Store
  private let text: String
  private let settings: QuerySettings
  private var watch: TraceWatch

  /// Looks that are still to be made; `since 1h` is the hour before now.
  ///
  /// - Throws: `StoreError.refused` for what cannot be watched.
  package init(
    _ text: String, at store: Store, delay: Duration, longest: Duration,
    _ settings: QuerySettings = QuerySettings()
  ) throws(StoreError) {
    let (text, query) = try store.parsed(text)
    self.store = store
    self.text = text
    var settings = settings
    settings.now = settings.now ?? currentTime()
    self.settings = settings
    watch = TraceWatch(
      query, text: text,
      patience: WatchPatience(
        delay: delay.wholeNanoseconds, longest: longest.wholeNanoseconds))
    // What cannot be watched is refused before anything is waited for.
    let snapshot = try translating { () throws(StorageError) in try store.database.snapshot() }
    do throws(QueryError) {
      try TraceWatch.check(query, text: text, over: snapshot, options: store.options(settings))
    } catch {
      throw StoreError(error, text: text)
    }
  }

  /// Takes in what has ended since the last look; a time in nanoseconds since 1970 UTC, nil for now.
  ///
  /// Blocks the calling thread.
  /// - Throws: As a query does; the next look takes in what this one did not.
  package mutating func look(
    at time: Int64? = nil, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(StoreError) -> WatchState {
    let store = store
    var settings = settings
    let isCancelledBesides = settings.isCancelled
    settings.isCancelled = { isCancelled() || isCancelledBesides() }
    let snapshot = try translating { () throws(StorageError) in try store.database.snapshot() }
    do throws(QueryError) {
      return try watch.look(
        at: time ?? currentTime(), over: snapshot, options: store.options(settings))
    } catch {
      throw StoreError(error, text: text)
    }
  }

  /// What remains to be looked at after a look, and what that told.
  func looked(
    isCancelled: @escaping @Sendable () -> Bool
  ) -> Result<(ComparisonLooks, WatchState), StoreError> {
    var next = self
    return Result { () throws(StoreError) in
      let state = try next.look(isCancelled: isCancelled)
      return (next, state)
    }
  }
}
