import ByteCoding

/// The counters of scores, under a key of their own beside the store's.
///
/// Absent while no score was ever stored.
struct ScoreState: Hashable, Sendable {
  /// The number of the next score to come; what was joined before this is complete up to here.
  var nextArrival: UInt64 = 0
  var nextRun: UInt32 = 1
  var nextPart: UInt32 = 1
  /// Scores of sessions: while there is none, no root span's session has to be looked up.
  var sessionScoreCount: UInt64 = 0

  init() {}

  var stored: [UInt8] {
    var writer = ByteWriter()
    writer.write(nextArrival)
    writer.write(nextRun)
    writer.write(nextPart)
    writer.write(sessionScoreCount)
    writer.write(xxHash64(writer.bytes))
    return writer.bytes
  }

  init(reading bytes: [UInt8]) throws(ByteCodingError) {
    var reader = ByteReader(bytes.span)
    nextArrival = try reader.readUInt64()
    nextRun = try reader.readUInt32()
    nextPart = try reader.readUInt32()
    sessionScoreCount = try reader.readUInt64()
    let end = reader.offset
    guard try reader.readUInt64() == xxHash64(Array(bytes.prefix(end))) else {
      throw .malformed("the counters of scores do not match their checksum", offset: end)
    }
  }
}
