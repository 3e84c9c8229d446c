/// Why one run of a write came to nothing.
private enum WriteFailure<E: Error>: Error {
  /// The map of this many bytes is full.
  case mapFull(Int)
  case store(LMDBError)
  case body(E)
}

extension Environment {
  /// Runs `body` in the write transaction, on the calling thread; commits when it returns,
  /// undoes everything when it throws.
  ///
  /// Waits while another thread or process writes. When the map is full it is enlarged and
  /// `body` **runs once more**, so it should change nothing but the transaction. Never hold
  /// on to the transaction, and never await within: the write lock is the thread's.
  /// - Throws: what `body` throws; `readOnly`, `mapFull`, `diskFull` or a system error.
  package func write<R: ~Copyable>(
    _ body: (borrowing WriteTransaction) throws(LMDBError) -> R
  ) throws(LMDBError) -> R {
    do throws(WriteFailure<LMDBError>) {
      return try run(body)
    } catch {
      switch error {
      case .mapFull, .store: throw error.storeError
      case .body(let error): throw error
      }
    }
  }

  /// As `write(_:)`, for a body that throws errors of its own.
  @_disfavoredOverload
  package func write<R: ~Copyable>(
    rethrowing body: (borrowing WriteTransaction) throws -> R
  ) throws -> R {
    do throws(WriteFailure<any Error>) {
      return try run(body)
    } catch {
      switch error {
      case .mapFull, .store: throw error.storeError
      case .body(let error): throw error
      }
    }
  }

  private func run<R: ~Copyable, E: Error>(
    _ body: (borrowing WriteTransaction) throws(E) -> R
  ) throws(WriteFailure<E>) -> R {
    do throws(WriteFailure<E>) {
      return try runOnce(body)
    } catch {
      guard case .mapFull(let byteCount) = error else { throw error }
      do throws(LMDBError) { try growMap(beyond: byteCount) } catch { throw .store(error) }
    }
    return try runOnce(body)
  }

  private func runOnce<R: ~Copyable, E: Error>(
    _ body: (borrowing WriteTransaction) throws(E) -> R
  ) throws(WriteFailure<E>) -> R {
    let transaction = try begin(E.self)
    let result: R
    do throws(E) {
      result = try body(transaction)
    } catch {
      throw transaction.state.isMapFull ? .mapFull(mapByteCount) : .body(error)
    }
    // The body may have caught the error, but the transaction is dead all the same.
    if transaction.state.isMapFull { throw .mapFull(mapByteCount) }
    do throws(LMDBError) {
      try transaction.state.commit()
    } catch {
      if case .mapFull(let byteCount) = error { throw .mapFull(byteCount) }
      throw .store(error)
    }
    return result
  }

  private func begin<E: Error>(_: E.Type) throws(WriteFailure<E>) -> WriteTransaction {
    do throws(LMDBError) {
      return try WriteTransaction(self)
    } catch {
      throw .store(error)
    }
  }
}

extension WriteFailure {
  fileprivate var storeError: LMDBError {
    switch self {
    case .mapFull(let byteCount): .mapFull(mapByteCount: byteCount)
    case .store(let error): error
    case .body: .panicked
    }
  }
}
