#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

// The functions of the C library that statistics need, each within an ulp or so of the exact value.
// Other files of the module know them by these names.

/// The natural logarithm.
package func logarithm(_ x: Double) -> Double { log(x) }

/// The natural logarithm of `1 + x`, right also when `x` is small.
func logarithmOfOnePlus(_ x: Double) -> Double { log1p(x) }

/// e to the power of `x`.
package func exponential(_ x: Double) -> Double { exp(x) }

/// `1 - Φ(√2 x)` times two: the complementary error function, down to the least double.
func complementaryErrorFunction(_ x: Double) -> Double { erfc(x) }

/// The natural logarithm of Γ(x), for x > 0.
package func logGamma(_ x: Double) -> Double {
  precondition(x > 0, "the gamma function is taken of positive numbers")
  return lgamma(x).0
}
