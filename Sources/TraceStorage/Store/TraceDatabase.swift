import LMDB
import Scanning
import Synchronization

/// A store's files, open in this process.
///
/// Threads may share it. Any number of processes may read while one writes; several may write,
/// one after another.
package final class TraceDatabase: Sendable {
  package let path: String
  package let isReadOnly: Bool
  let environment: Environment
  let hotLimits: HotLimits
  let databases: Databases
  /// What was decoded for the latest snapshot.
  ///
  /// Guards `Remembered`.
  let remembered: Mutex<Remembered>
  /// The runs of the trace index, as of the latest snapshot that asked.
  let indexDirectory = Mutex<TraceIndexDirectory?>(nil)
  /// Which traces have rows in several segments, found when a query asks for relatives.
  let sharedTraces = Mutex(SharedTraces())
  let verifiedIndexParts = VerifiedParts()
  let hotSegments = HotSegments()
  let decodedSizes = DecodedSizes()
  let scoreMemories = ScoreMemories()

  /// The handles of the named databases.
  struct Databases: Sendable {
    let meta: Database
    let hot: Database
    let segmentDirectory: Database
    let segments: Database
    let payloads: Database
    let traceIndex: Database
    let attributeKeys: Database
    let scoreDirectory: Database
    let scores: Database
    let joinedScores: Database

    init(_ environment: Environment, create: Bool) throws(LMDBError) {
      let all = try environment.openDatabases(
        DatabaseName.allCases.map(\.rawValue), create: create)
      let byName = Dictionary(uniqueKeysWithValues: zip(DatabaseName.allCases, all))
      func database(_ name: DatabaseName) throws(LMDBError) -> Database {
        guard let database = byName[name] else {
          throw .databaseMissing(name: name.rawValue)
        }
        return database
      }
      meta = try database(.meta)
      hot = try database(.hot)
      segmentDirectory = try database(.segmentDirectory)
      segments = try database(.segments)
      payloads = try database(.payloads)
      traceIndex = try database(.traceIndex)
      attributeKeys = try database(.attributeKeys)
      scoreDirectory = try database(.scoreDirectory)
      scores = try database(.scores)
      joinedScores = try database(.joinedScores)
    }
  }

  init(
    path: String, isReadOnly: Bool, environment: Environment, databases: Databases,
    hotLimits: HotLimits
  ) {
    self.path = path
    self.isReadOnly = isReadOnly
    self.environment = environment
    self.databases = databases
    self.hotLimits = hotLimits
    remembered = Mutex(Remembered(hot: HotSpans(limits: hotLimits)))
  }

  /// The state of the store now.
  ///
  /// Short-lived by intent: it pins the pages that it sees, and the file grows under a writer as
  /// long as it lives.
  package func snapshot() throws(StorageError) -> StorageSnapshot {
    do {
      return try StorageSnapshot(self, try environment.snapshot())
    } catch let error as LMDBError {
      throw StorageError(error, path: path)
    } catch let error as ScanError {
      throw StorageError(error)
    } catch {
      throw .damaged("\(error)")
    }
  }
}

extension ScanError {
  /// Any error of the floors below, met while reading something.
  init(_ error: any Error, reading subject: String) {
    switch error {
    case let error as ScanError: self = error
    case let error as LMDBError where !error.isDamage: self = .unreadable("\(subject): \(error)")
    default: self = .damaged("\(subject): \(error)")
    }
  }
}

extension LMDBError {
  /// Whether the file's bytes are at fault.
  fileprivate var isDamage: Bool {
    switch self {
    case .truncated, .versionMismatch, .corrupted, .damaged: true
    default: false
    }
  }
}

extension StorageError {
  init(_ error: ScanError) {
    switch error {
    case .damaged(let reason): self = .damaged(reason)
    case .unreadable(let reason): self = .unavailable(reason)
    }
  }

  init(_ error: LMDBError, path: String) {
    switch error {
    case .notFound: self = .missing(path: path)
    case .notADatabase: self = .notAStore(path: path, reason: "its data file is not a store's")
    case .databaseMissing(let name):
      self = .notAStore(path: path, reason: "it has no database \"\(name)\"")
    default: self = error.isDamage ? .damaged(error.description) : .unavailable(error.description)
    }
  }

  /// Any error of the floors below, or this floor's own.
  init(_ error: any Error, path: String) {
    switch error {
    case let error as StorageError: self = error
    case let error as LMDBError: self.init(error, path: path)
    case let error as ScanError: self.init(error)
    default: self = .damaged("\(error)")
    }
  }
}
