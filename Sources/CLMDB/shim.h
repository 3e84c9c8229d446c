#include <lmdb.h>

#ifdef __linux__
// For the file system check: Swift's C library module leaves `statfs` out.
#include <sys/statfs.h>
#endif
