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

/// Milliseconds of processor time that all threads of the process have taken, to the microsecond.
func processorMilliseconds() -> Double {
  Double(clock()) * 1_000 / Double(CLOCKS_PER_SEC)
}
