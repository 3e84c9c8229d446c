internal import CLineEditor

/// Ctrl-C while no line is being edited, as a flag that long work looks at.
///
/// The flag belongs to the process, as signals do.
package enum InterruptFlag {
  /// From now on Ctrl-C no longer ends the process, but raises the flag.
  package static func install() { spoor_interrupt_install() }

  /// Whether Ctrl-C was pressed since the last reset.
  ///
  /// Any thread may ask, as often as it likes.
  package static var isRaised: Bool { spoor_interrupt_count() > 0 }

  /// How often Ctrl-C was pressed since the last reset: who presses twice wants out.
  package static var count: Int { Int(spoor_interrupt_count()) }

  /// Forgets what was pressed.
  package static func reset() { spoor_interrupt_reset() }
}
