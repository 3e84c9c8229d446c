import ArgumentParser
import Foundation
import Spoor

/// Which store a command is about.
struct StoreOption: ParsableArguments {
  @Option(
    name: .customLong("store"),
    help: ArgumentHelp(
      "The store's folder; else $SPOOR_STORE, else ./traces.spoor.", valueName: "dir"))
  var path: String?

  var resolved: String {
    if let path { return path }
    let fromEnvironment = ProcessInfo.processInfo.environment["SPOOR_STORE"] ?? ""
    return fromEnvironment.isEmpty ? "./traces.spoor" : fromEnvironment
  }

  func openForReading(verifyingPages: Bool = false) throws(CommandFailure) -> Store {
    try reporting { () throws(StoreError) in
      try Store.open(resolved, for: .reading, verifyingPages: verifyingPages)
    }
  }

  /// Makes the store when there is none.
  ///
  /// A command lives too short for work in the background.
  func openForWriting() throws(CommandFailure) -> Store {
    try reporting { () throws(StoreError) in
      try Store.open(resolved, compactsInBackground: false)
    }
  }

  /// For commands that change what is there.
  func openForChanging() throws(CommandFailure) -> Store {
    try reporting { () throws(StoreError) in
      try Store.open(resolved, createIfMissing: false, compactsInBackground: false)
    }
  }
}
