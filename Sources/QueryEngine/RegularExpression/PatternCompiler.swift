/// Turns a pattern's parts into instructions.
struct PatternCompiler {
  private var program: [PatternInstruction] = []

  static func compile(_ node: PatternNode) throws(PatternError) -> [PatternInstruction] {
    var compiler = PatternCompiler()
    try compiler.emit(node)
    try compiler.append(.match)
    return compiler.program
  }

  private mutating func append(_ instruction: PatternInstruction) throws(PatternError) {
    guard program.count < Limits.expressionInstructionCount else {
      throw PatternError(
        message: "the pattern is too large; counts within counts multiply", offset: 0)
    }
    program.append(instruction)
  }

  private mutating func emit(_ node: PatternNode) throws(PatternError) {
    switch node {
    case .empty: break
    case .scalar(let set): try append(.scalar(set))
    case .assertion(let assertion): try append(.assertion(assertion))
    case .sequence(let parts):
      for part in parts { try emit(part) }
    case .alternatives(let parts): try emitAlternatives(parts)
    case .repetition(let part, let least, let most):
      try emitTimes(least, part)
      if let most {
        try emitOptional(part, count: most - least)
      } else {
        try emitLoop(part)
      }
    }
  }

  private mutating func emitTimes(_ count: Int, _ part: PatternNode) throws(PatternError) {
    for _ in 0..<count {
      let start = program.count
      try emit(part)
      // What needs no instruction once needs none a thousand times: `(){1000}{1000}{1000}`.
      if program.count == start { return }
    }
  }

  private mutating func emitAlternatives(_ parts: [PatternNode]) throws(PatternError) {
    var jumps: [Int] = []
    for part in parts.dropLast() {
      let split = program.count
      try append(.match)
      try emit(part)
      jumps.append(program.count)
      try append(.match)
      program[split] = .split(split + 1, program.count)
    }
    if let last = parts.last { try emit(last) }
    for jump in jumps { program[jump] = .jump(program.count) }
  }

  private mutating func emitLoop(_ part: PatternNode) throws(PatternError) {
    let split = program.count
    try append(.match)
    try emit(part)
    try append(.jump(split))
    program[split] = .split(split + 1, program.count)
  }

  /// Up to `count` times: each time may be the last.
  private mutating func emitOptional(_ part: PatternNode, count: Int) throws(PatternError) {
    var splits: [Int] = []
    for _ in 0..<count {
      splits.append(program.count)
      try append(.match)
      try emit(part)
    }
    for split in splits { program[split] = .split(split + 1, program.count) }
  }
}
