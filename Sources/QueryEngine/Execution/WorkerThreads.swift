#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Runs a body once on each of some threads, the caller's among them, and returns when all are
/// done.
///
/// The threads are made for the call: that takes some 50 microseconds each, and the threads of the
/// cooperative pool, which are as many as there are cores, stay free for those who must not wait.
/// When the system refuses another thread, those there are run.
func runConcurrently(onThreads count: Int, _ body: @escaping @Sendable (Int) -> Void) {
  var threads: [WorkerThread] = []
  for number in 1..<max(1, count) {
    guard let thread = WorkerThread({ body(number) }) else { break }
    threads.append(thread)
  }
  body(0)
  for thread in threads { thread.join() }
}

/// Processors that are on.
var activeProcessorCount: Int {
  max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
}

/// A thread of the system's, to be joined once.
private struct WorkerThread {
  /// What the thread is to do, on its way to it.
  private final class Start {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
      self.body = body
    }
  }

  #if canImport(Darwin)
    @safe private let handle: pthread_t
  #else
    private let handle: pthread_t
  #endif

  /// Nil when the system has no more threads.
  init?(_ body: @escaping @Sendable () -> Void) {
    let start = unsafe Unmanaged.passRetained(Start(body))
    #if canImport(Darwin)
      var created: pthread_t?
    #else
      var created = pthread_t()
    #endif
    // Safe: the new thread takes over the reference that was retained above, and no one else
    // does; where there is no new thread, it is released here.
    let status = unsafe pthread_create(&created, nil, runStart, start.toOpaque())
    guard status == 0 else {
      unsafe start.release()
      return nil
    }
    #if canImport(Darwin)
      guard let created = unsafe created else { return nil }
      unsafe handle = created
    #else
      handle = created
    #endif
  }

  func join() {
    // Safe: joined once, by the only holder of the handle; no result is asked for.
    #if canImport(Darwin)
      _ = unsafe pthread_join(handle, nil)
    #else
      _ = pthread_join(handle, nil)
    #endif
  }

  fileprivate static func run(_ raw: UnsafeMutableRawPointer?) {
    guard let raw = unsafe raw else { return }
    // Safe: the pointer is the one that `init` retained for this thread.
    let start = unsafe Unmanaged<Start>.fromOpaque(raw).takeRetainedValue()
    start.body()
  }
}

#if canImport(Darwin)
  private func runStart(_ raw: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    unsafe WorkerThread.run(raw)
    return nil
  }
#else
  private func runStart(_ raw: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    unsafe WorkerThread.run(raw)
    return nil
  }
#endif
