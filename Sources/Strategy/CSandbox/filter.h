// The calls of the system that a program is refused, as the kernel reads them (seccomp).
#ifndef SLIPWAY_CSANDBOX_FILTER_H
#define SLIPWAY_CSANDBOX_FILTER_H

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))
#define CSANDBOX_HAS_FILTER 1

#include <linux/filter.h>
#include <sys/types.h>

#define CSANDBOX_MOST_FILTER 512

/// Writes the filter for a version of Landlock and returns its length. Below version 6 signals to `host` and its group
/// are refused here, below version 3 the shortening of files that may be read.
unsigned short csandbox_filter(struct sock_filter filter[CSANDBOX_MOST_FILTER], int landlock, pid_t host, pid_t group);

#endif
#endif
