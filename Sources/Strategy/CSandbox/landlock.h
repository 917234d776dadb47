// The files a program may use: Landlock, of which the C library knows nothing yet.
#ifndef SLIPWAY_CSANDBOX_LANDLOCK_H
#define SLIPWAY_CSANDBOX_LANDLOCK_H

#include "CSandbox.h"

/// The set of what a program may use: a descriptor that closes when a program starts, or a negative error number.
int csandbox_ruleset(int landlock, const csandbox_file *files, size_t count);

/// Adds what /proc shows of this process to the set; 0, or an error number.
int csandbox_allow_itself(int ruleset, int landlock);

/// Keeps this process, and what it becomes, to the set; 0, or an error number.
int csandbox_restrict(int ruleset);

#endif
