import Spoor
public import TraceModel

extension Resource {
  /// What OpenTelemetry's conventions say of a process.
  ///
  /// - Parameter serviceName: the service's name; nil for `unknown_service:` and the executable's
  ///   name, as OpenTelemetry has it.
  /// - Returns: the resource.
  public static func process(serviceName: String?) -> Resource {
    var attributes: [Attribute] = []
    attributes.set("service.name", .string(serviceName ?? unknownServiceName))
    attributes.set("telemetry.sdk.name", .string("spoor"))
    attributes.set("telemetry.sdk.language", .string("swift"))
    attributes.set("telemetry.sdk.version", .string(BuildVersion.text))
    attributes.set("process.pid", .integer(SystemProcess.identifier))
    if let name = SystemProcess.executableName {
      attributes.set("process.executable.name", .string(name))
    }
    if let name = SystemProcess.hostName { attributes.set("host.name", .string(name)) }
    return Resource(attributes: attributes)
  }

  /// The same with what `OTEL_RESOURCE_ATTRIBUTES` and `OTEL_SERVICE_NAME` say, the latter first.
  static func process(reading reader: inout EnvironmentReader) -> Resource {
    var resource = process(serviceName: nil)
    let name = "OTEL_RESOURCE_ATTRIBUTES"
    if let text = reader.text(name) {
      if let attributes = attributes(of: text) {
        for attribute in attributes { resource.attributes.set(attribute.key, attribute.value) }
      } else {
        reader.warn(
          name, text, expected: "a list of key=value with commas between", used: "nothing of it")
      }
    }
    if let service = reader.text("OTEL_SERVICE_NAME") {
      resource.attributes.set("service.name", .string(service))
    }
    return resource
  }

  private static var unknownServiceName: String {
    SystemProcess.executableName.map { "unknown_service:\($0)" } ?? "unknown_service"
  }

  /// Reads `key=value,key=value`, in which bytes may be percent-encoded; nil for anything else.
  private static func attributes(of text: String) -> [Attribute]? {
    var attributes: [Attribute] = []
    for pair in text.utf8.split(separator: UInt8(ascii: ",")) {
      let parts = pair.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2,
        let key = percentDecoded(parts[0].trimmingOptionalWhitespace()), !key.isEmpty,
        let value = percentDecoded(parts[1].trimmingOptionalWhitespace())
      else { return nil }
      attributes.set(key, .string(value))
    }
    return attributes
  }

  /// Nil where a `%` has no two digits behind it, or the bytes are no UTF-8.
  private static func percentDecoded(_ text: Substring.UTF8View) -> String? {
    var bytes: [UInt8] = []
    var rest = text
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let digits = rest.prefix(2)
      guard digits.count == 2, let value = hexadecimalValue(digits) else { return nil }
      bytes.append(UInt8(truncatingIfNeeded: value))
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}

extension [Attribute] {
  /// Sets the attribute of a name in its place, or as the last one.
  fileprivate mutating func set(_ key: String, _ value: AttributeValue) {
    if let place = firstIndex(where: { $0.key == key }) {
      self[place].value = value
    } else {
      append(Attribute(key: key, value: value))
    }
  }
}
