import FuzzTargets

/// Called by libFuzzer with each input that it invents.
@_cdecl("LLVMFuzzerTestOneInput")
public func check(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // Safe: libFuzzer lends so many bytes for the time of the call.
  let input = unsafe UnsafeBufferPointer(start: bytes, count: count)
  unsafe ParserTarget.check(Array(input))
  return 0
}
