internal import CLMDB

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Refuses a folder, or the parent of one to be made, on a network or shared file system.
///
/// File locks and a shared map are coherent on one kernel only. What lies beneath an overlay
/// cannot be seen from here and is trusted.
func checkIsLocal(_ path: String) throws(LMDBError) {
  guard let kind = sharedFileSystemKind(path) ?? sharedFileSystemKind(parent(of: path)) else {
    return
  }
  throw .networkFileSystem(path: path, kind: kind)
}

/// The folder that holds `path`.
private func parent(of path: String) -> String {
  var trimmed = path[...]
  while trimmed.count > 1, trimmed.last == "/" { trimmed.removeLast() }
  guard let slash = trimmed.lastIndex(of: "/") else { return "." }
  return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
}

#if canImport(Darwin)
  /// The name of the file system of `path` when it is not local; nil also when unknown.
  private func sharedFileSystemKind(_ path: String) -> String? {
    var status = statfs()
    guard unsafe statfs(path, &status) == 0 else { return nil }
    return status.f_flags & UInt32(MNT_LOCAL) != 0 ? nil : "a network file system"
  }
#else
  /// The name of the file system of `path` when it is shared; nil also when unknown.
  private func sharedFileSystemKind(_ path: String) -> String? {
    var status = statfs()
    guard unsafe statfs(path, &status) == 0 else { return nil }
    return sharedFileSystemName(magic: UInt32(truncatingIfNeeded: status.f_type))
  }
#endif

/// The name of a file system that several kernels can write, by the magic number `statfs`
/// reports; from `linux/magic.h` and the sources of those outside the kernel.
func sharedFileSystemName(magic: UInt32) -> String? {
  switch magic {
  case 0x6969: "NFS"
  case 0x517B: "SMB"
  case 0xFF53_4D42: "CIFS"
  case 0xFE53_4D42: "SMB2"
  case 0x0102_1997: "9p"
  case 0x6573_5546: "FUSE (sshfs, virtiofs)"
  case 0x00C3_6400: "Ceph"
  case 0x5346_414F, 0x6B41_4653: "AFS"
  case 0x0BD0_0BD0: "Lustre"
  case 0x4750_4653: "GPFS"
  case 0x0116_1970: "GFS2"
  case 0x7461_636F: "OCFS2"
  case 0x7375_7245: "Coda"
  case 0x786F_4256: "vboxsf"
  case 0xBACB_ACBC: "vmhgfs"
  default: nil
  }
}
