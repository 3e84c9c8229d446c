import TestSupport
import Testing
import TraceModel
import TraceStorage

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct OpeningTests {
  @Test func `a store that is not there is missing, and asking does not make it`() throws {
    let fixture = StoreFixture()
    #expect(throws: StorageError.missing(path: fixture.path)) {
      try fixture.open(readOnly: true)
    }
    #expect(unsafe access(fixture.path, F_OK) != 0)
  }

  @Test func `a new store leaves nothing beside it`() throws {
    let fixture = StoreFixture()
    _ = try fixture.open()
    let names = fixture.folder.names
    #expect(names == ["traces.spoor"])
  }

  @Test func `a folder of other files is refused and left alone`() throws {
    let fixture = StoreFixture()
    #expect(unsafe mkdir(fixture.path, 0o700) == 0)
    writeFile(fixture.path + "/notes.txt", Array("mine".utf8))
    #expect(throws: StorageError.self) { try fixture.open() }
    #expect(fixture.folder.names == ["traces.spoor"])
  }

  @Test func `a file in the store's place is refused`() throws {
    let fixture = StoreFixture()
    writeFile(fixture.path, Array("not a folder".utf8))
    #expect(throws: StorageError.self) { try fixture.open() }
  }

  @Test func `what is stored is there when the store is opened again`() throws {
    let fixture = StoreFixture()
    do {
      let store = try fixture.open()
      _ = try store.load([span(1, 1, name: "kept")])
      _ = try store.append([span(1, 2, name: "hot")])
    }
    #expect(try fixture.open(readOnly: true).names(ofTrace: 1) == ["kept", "hot"])
  }

  @Test func `a store opened for reading refuses to write`() throws {
    let fixture = StoreFixture()
    do { _ = try fixture.open().load([span(1, 1)]) }
    let store = try fixture.open(readOnly: true)
    #expect(throws: StorageError.readOnly) { try store.append([span(1, 2)]) }
  }
}
