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

/// Nanoseconds of processor time that the calling thread has taken.
func threadNanoseconds() -> Double {
  var time = timespec()
  // Safe: the call fills the structure that it is given.
  unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
}
