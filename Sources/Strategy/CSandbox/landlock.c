// Source: linux/landlock.h and Documentation/userspace-api/landlock.rst, versions 1 to 7. Stated here, as the header of an
// older system lacks what a newer kernel offers.
#define _GNU_SOURCE
#include "landlock.h"

#include <errno.h>

#if defined(__linux__)

#include <fcntl.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

#define EXECUTE (1ULL << 0)
#define WRITE_FILE (1ULL << 1)
#define READ_FILE (1ULL << 2)
#define READ_DIR (1ULL << 3)
#define MAKE_CHAR (1ULL << 6)
#define MAKE_BLOCK (1ULL << 11)
#define FIRST_VERSION ((1ULL << 13) - 1)
#define REFER (1ULL << 13)      // version 2
#define TRUNCATE (1ULL << 14)   // version 3
#define IOCTL_DEV (1ULL << 15)  // version 5
#define TCP 3ULL                // version 4: bind and connect
#define SCOPES 3ULL             // version 6: abstract sockets and signals
#define RULE_PATH_BENEATH 1
#define OPENAT2 437

struct ruleset {
  uint64_t files, network, scopes;
};

struct __attribute__((packed)) path_beneath {
  uint64_t allowed;
  int32_t parent;
};

static uint64_t handled(int landlock) {
  uint64_t known = FIRST_VERSION;
  if (landlock >= 2) known |= REFER;
  if (landlock >= 3) known |= TRUNCATE;
  if (landlock >= 5) known |= IOCTL_DEV;
  return known;
}

int csandbox_landlock(void) {
  long version = syscall(SYS_landlock_create_ruleset, NULL, 0, 1);
  return version < 0 ? 0 : (int)version;
}

uint64_t csandbox_memory(void) {
  struct sysinfo machine;
  return sysinfo(&machine) == 0 ? (uint64_t)machine.totalram * machine.mem_unit : 0;
}

// Opens a path in which nobody has put a link since it was looked at. Source: openat2(2), RESOLVE_NO_SYMLINKS
static int open_path(const char *path) {
  struct {
    uint64_t flags, mode, resolve;
  } how = {O_PATH | O_CLOEXEC, 0, 4};
  long opened = syscall(OPENAT2, AT_FDCWD, path, &how, sizeof how);
  return opened < 0 && errno == ENOSYS ? open(path, O_PATH | O_CLOEXEC) : (int)opened;
}

static int allow(int ruleset, int landlock, int descriptor, csandbox_access access) {
  static const uint64_t reading = EXECUTE | READ_FILE | READ_DIR;
  uint64_t allowed = 0;
  switch (access) {
    case CSANDBOX_LIST: allowed = READ_DIR; break;
    case CSANDBOX_READ: allowed = reading; break;
    case CSANDBOX_DEVICE: allowed = READ_FILE | WRITE_FILE | IOCTL_DEV; break;
    case CSANDBOX_WRITE: allowed = handled(landlock) & ~(MAKE_CHAR | MAKE_BLOCK | IOCTL_DEV); break;
  }
  if (descriptor < 0) return errno;
  struct stat status;
  int failure = fstat(descriptor, &status) == 0 ? 0 : errno;
  // What is said of folders is refused of a file.
  if (!S_ISDIR(status.st_mode)) allowed &= EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV;
  struct path_beneath rule = {allowed & handled(landlock), descriptor};
  if (failure == 0 && rule.allowed != 0 &&
      syscall(SYS_landlock_add_rule, ruleset, RULE_PATH_BENEATH, &rule, 0) != 0)
    failure = errno;
  close(descriptor);
  return failure;
}

int csandbox_allow_itself(int ruleset, int landlock) {
  return allow(ruleset, landlock, open("/proc/self", O_PATH | O_CLOEXEC), CSANDBOX_READ);
}

int csandbox_ruleset(int landlock, const csandbox_file *files, size_t count) {
  struct ruleset set = {handled(landlock), landlock >= 4 ? TCP : 0, landlock >= 6 ? SCOPES : 0};
  size_t size = landlock >= 6 ? sizeof set : landlock >= 4 ? offsetof(struct ruleset, scopes) : sizeof set.files;
  long made = syscall(SYS_landlock_create_ruleset, &set, size, 0);
  if (made < 0) return -errno;
  int ruleset = (int)made;
  for (size_t index = 0; index < count; index++) {
    int failure = allow(ruleset, landlock, open_path(files[index].path), files[index].access);
    // What isn't there, or was opened by no right of ours or through a link, stays shut.
    if (failure == 0 || failure == ENOENT || failure == ENOTDIR || failure == EACCES || failure == ELOOP) continue;
    close(ruleset);
    return -failure;
  }
  return ruleset;
}

int csandbox_restrict(int ruleset) {
  return syscall(SYS_landlock_restrict_self, ruleset, 0) == 0 ? 0 : errno;
}

#else

int csandbox_landlock(void) { return 0; }
uint64_t csandbox_memory(void) { return 0; }
#endif
