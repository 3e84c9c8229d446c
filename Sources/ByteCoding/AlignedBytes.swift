/// An immutable buffer on the heap whose first byte is at a multiple of 64.
///
/// For decoded columns: a cache line and a vector register load whole, and a typed view of
/// any element needs no check beyond the length.
@safe package final class AlignedBytes: @unchecked Sendable {
  // Sendable: nothing writes the buffer after `init`.
  private let base: UnsafeMutableRawPointer
  package let count: Int

  /// Alignment of the first byte, in bytes: a cache line, and an AVX-512 register.
  package static let alignment = 64

  /// Copies `bytes`.
  package convenience init(_ bytes: RawSpan) {
    unsafe self.init(count: bytes.byteCount) { buffer in
      unsafe bytes.withUnsafeBytes { source in
        // Safe: the buffer was made of this length.
        unsafe buffer.copyMemory(from: source)
      }
    }
  }

  /// Copies the elements, in native byte order.
  package convenience init<Element: BitwiseCopyable>(_ elements: [Element]) {
    unsafe self.init(count: elements.count * MemoryLayout<Element>.stride) { buffer in
      unsafe elements.withUnsafeBytes { source in
        // Safe: the buffer was made of this length.
        unsafe buffer.copyMemory(from: source)
      }
    }
  }

  /// Zeroed bytes.
  package convenience init(zeroCount count: Int) {
    unsafe self.init(count: count) { _ in }
  }

  /// `count` bytes, zero but for what `fill` writes.
  private init(count: Int, fill: (UnsafeMutableRawBufferPointer) -> Void) {
    precondition(count >= 0, "a negative number of bytes")
    // Safe: never zero bytes, and initialised to the end before anyone reads.
    unsafe base = UnsafeMutableRawPointer.allocate(
      byteCount: max(count, 1), alignment: Self.alignment)
    unsafe base.initializeMemory(as: UInt8.self, repeating: 0, count: max(count, 1))
    self.count = count
    unsafe fill(UnsafeMutableRawBufferPointer(start: base, count: count))
  }

  deinit {
    // Safe: allocated in `init`, and no view outlives the object.
    unsafe base.deallocate()
  }

  /// The bytes, lent.
  package var bytes: RawSpan {
    @_lifetime(borrow self)
    get {
      // Safe: `count` bytes are initialised and stay until `deinit`.
      unsafe _overrideLifetime(
        RawSpan(_unsafeStart: base, byteCount: count), borrowing: self)
    }
  }
}
