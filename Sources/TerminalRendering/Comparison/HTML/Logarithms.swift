#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The natural logarithm of a positive number.
func naturalLogarithm(_ x: Double) -> Double { log(x) }

/// The inverse hyperbolic sine: nearly linear around zero, logarithmic far from it.
func areaSine(_ x: Double) -> Double { asinh(x) }
