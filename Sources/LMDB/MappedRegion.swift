internal import CLMDB

/// An address range of the map, without any promise that it is still mapped.
///
/// Only this module sees one; what leaves the module is a `RawSpan` bound to its transaction
/// or a `MappedValue` that owns its snapshot.
@unsafe struct MappedRegion {
  let bytes: UnsafeRawBufferPointer

  /// The range that the library returned in `value`.
  init(_ value: MDB_val) {
    unsafe bytes = UnsafeRawBufferPointer(start: value.mv_data, count: value.mv_size)
  }

  /// The bytes, copied.
  func copied() -> [UInt8] {
    unsafe [UInt8](bytes)
  }
}

/// The status of `call` on `key` in the library's form; throws if it cannot be a key.
func withKey(
  _ key: [UInt8], _ call: (inout MDB_val) -> Int32
) throws(LMDBError) -> Int32 {
  try checkKey(key)
  return unsafe key.withUnsafeBytes { buffer in
    // Safe: the library only reads a key it is given.
    var value = unsafe MDB_val(
      mv_size: buffer.count, mv_data: UnsafeMutableRawPointer(mutating: buffer.baseAddress))
    return unsafe call(&value)
  }
}

/// Refuses keys that the library cannot hold.
func checkKey(_ key: [UInt8]) throws(LMDBError) {
  if key.isEmpty { throw .keyEmpty }
  if key.count > Limits.maximumKeyByteCount { throw .keyTooLong(key.count) }
}
