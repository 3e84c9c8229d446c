import Spoor

/// The one service that all traces come from.
enum Service {
  static let resource = Resource(attributes: [
    .text("service.name", "support-agent"), .text("deployment.environment.name", "production"),
  ])
  static let scope = InstrumentationScope(name: "support", version: "1.4.0")
}
