/// The form of each trace of a side, by where its id is.
struct TraceForms: Sendable {
  /// Of each segment, by code; -1 of codes of other traces.
  private var segments: [Int32: [Int32]] = [:]

  var byteCount: Int { segments.values.reduce(0) { $0 + $1.count * 4 } }

  subscript(_ place: SideSample.TracePlace) -> Int? {
    guard let forms = segments[place.segment], Int(place.code) < forms.count else { return nil }
    let form = forms[Int(place.code)]
    return form >= 0 ? Int(form) : nil
  }

  /// Adds what was found of one segment.
  mutating func add(_ found: [(code: UInt32, form: Int32)], ofSegment segment: Int32) {
    guard let last = found.map(\.code).max() else { return }
    var forms = segments.removeValue(forKey: segment) ?? []
    forms.grow(to: max(forms.count, Int(last) + 1), with: -1)
    for (code, form) in found { forms[Int(code)] = form }
    segments[segment] = forms
  }

  /// Numbers forms anew.
  mutating func renumber(_ numbers: [Int]) {
    for (segment, forms) in segments {
      segments[segment] = forms.map { $0 >= 0 ? Int32(numbers[Int($0)]) : -1 }
    }
  }
}
