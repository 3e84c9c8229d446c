/// Which version this build is.
package enum BuildVersion {
  /// As the command and the spans of services tell it.
  package static let text = "0.1.0"
}
