// Starts a program that sees little of the machine. Swift can't do this by itself: between a process's start and the
// program that it becomes no Swift may run, and `posix_spawn` has no place for what is asked of the kernel there.
#ifndef SLIPWAY_CSANDBOX_H
#define SLIPWAY_CSANDBOX_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// What of a file or folder a program may use.
typedef enum {
  /// The names in it and below.
  CSANDBOX_LIST = 0,
  /// Also what is in the files, and to start them.
  CSANDBOX_READ = 1,
  /// A device: to read and write it.
  CSANDBOX_DEVICE = 2,
  /// Everything: a folder of the program's own.
  CSANDBOX_WRITE = 3,
} csandbox_access;

/// A file or folder that a program may use.
typedef struct {
  const char *path;
  csandbox_access access;
} csandbox_file;

/// A program to be started.
typedef struct {
  const char *executable;
  /// Its words and its environment, each ended by a null pointer.
  char *const *arguments;
  char *const *environment;
  /// What becomes its input, output and errors.
  int streams[3];
  /// All that it may use, where the kernel can keep other files from it; paths without links, where what isn't
  /// there is passed over.
  const csandbox_file *files;
  size_t file_count;
  /// The version of Landlock that is made use of, 0 for none; lower than the kernel's in tests.
  int landlock;
  /// Bytes of memory that it may fill and of a file that it may write, and processes of the user; 0 for no limit.
  uint64_t most_memory;
  uint64_t most_file;
  uint64_t most_processes;
} csandbox_program;

/// The version of Landlock that the kernel offers; 0 where it has none or keeps it shut.
int csandbox_landlock(void);

/// 1 where calls of the system can be refused on this kind of machine, else 0.
int csandbox_filters(void);

/// Bytes of memory that the machine has; 0 where it doesn't say.
uint64_t csandbox_memory(void);

/// Starts the program in a process group of its own; 0, or an error number.
int csandbox_start(const csandbox_program *program, pid_t *process);

#endif
