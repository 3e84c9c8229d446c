#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Sends what was printed on its way.
func flushStandardOutput() {
  // Nil stands for every open stream.
  fflush(nil)
}
