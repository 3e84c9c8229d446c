import Tracing

/// The header `baggage` as it came, to be sent on.
///
/// https://www.w3.org/TR/baggage/
struct Baggage: Hashable, Sendable {
  private static let headerName = "baggage"
  /// What the specification has everyone send on; more is dropped as a whole.
  private static let greatestByteCount = 8_192

  let header: String

  /// Nil where there is none, it is longer than has to be sent on, or it is not text of a header.
  init?<Carrier, Extract: Extractor>(
    extractedFrom carrier: Carrier, using extractor: Extract
  ) where Extract.Carrier == Carrier {
    guard let header = extractor.extract(key: Self.headerName, from: carrier), !header.isEmpty,
      header.utf8.count <= Self.greatestByteCount,
      header.utf8.allSatisfy({ (0x20...0x7E).contains($0) || $0 == UInt8(ascii: "\t") })
    else { return nil }
    self.header = header
  }

  func inject<Carrier, Inject: Injector>(
    into carrier: inout Carrier, using injector: Inject
  ) where Inject.Carrier == Carrier {
    injector.inject(header, forKey: Self.headerName, into: &carrier)
  }
}

private enum BaggageKey: ServiceContextKey {
  typealias Value = Baggage
  static var nameOverride: String? { "baggage" }
}

extension ServiceContext {
  var baggage: Baggage? {
    get { self[BaggageKey.self] }
    set { self[BaggageKey.self] = newValue }
  }
}
