#define _GNU_SOURCE
#include "CSandbox.h"
#include "filter.h"
#include "landlock.h"

#include <errno.h>

#if defined(__linux__)

#include <fcntl.h>
#include <linux/capability.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#if CSANDBOX_HAS_FILTER
#include <linux/seccomp.h>
#endif

// close_range(2), and its flag for closing when a program starts.
#define CLOSE_RANGE 436
#define WHEN_STARTED 4

int csandbox_filters(void) {
#if CSANDBOX_HAS_FILTER
  return prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0;
#else
  return 0;
#endif
}

// What the child does its part with: made by the parent, so that the child calls the kernel and nothing else.
struct job {
  const csandbox_program *program;
  const sigset_t *none;
  int ruleset;
#if CSANDBOX_HAS_FILTER
  struct sock_fprog filter;
#endif
};

// Never above what was allowed before.
static int limit(int resource, uint64_t most) {
  struct rlimit now;
  if (getrlimit(resource, &now) != 0) return errno;
  if (now.rlim_max != RLIM_INFINITY && now.rlim_max < most) most = now.rlim_max;
  struct rlimit then = {most, most};
  return setrlimit(resource, &then) == 0 ? 0 : errno;
}

static int limits(const csandbox_program *program) {
  int failure = limit(RLIMIT_CORE, 0);
  if (failure == 0 && program->most_memory > 0) failure = limit(RLIMIT_DATA, program->most_memory);
  if (failure == 0 && program->most_file > 0) failure = limit(RLIMIT_FSIZE, program->most_file);
  if (failure == 0 && program->most_processes > 0) failure = limit(RLIMIT_NPROC, program->most_processes);
  return failure;
}

static int streams(const int numbers[3]) {
  int safe[3];
  for (int index = 0; index < 3; index++) {
    safe[index] = fcntl(numbers[index], F_DUPFD_CLOEXEC, 3);
    if (safe[index] < 0) return errno;
  }
  for (int index = 0; index < 3; index++)
    if (dup2(safe[index], index) < 0) return errno;
  // Whatever another thread has opened meanwhile; where the kernel is too old for it the parent has seen to the rest.
  syscall(CLOSE_RANGE, 3, ~0U, WHEN_STARTED);
  return 0;
}

// Handlers are ours, and what we ignore a program expects to end it.
static int signals(void) {
  struct sigaction usual;
  memset(&usual, 0, sizeof usual);
  usual.sa_handler = SIG_DFL;
  for (int number = 1; number < NSIG; number++) sigaction(number, &usual, NULL);
  return 0;
}

static int shut(const struct job *job) {
  const csandbox_program *program = job->program;
  // When memory is short the program goes before we do.
  int score = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (score >= 0) {
    ssize_t written = write(score, "1000", 4);
    (void)written;
    close(score);
  }
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
  if (job->ruleset >= 0) {
    // What runtimes read of themselves. Only here is it known which process that is.
    int failure = csandbox_allow_itself(job->ruleset, program->landlock);
    if (failure == 0 || failure == ENOENT) failure = csandbox_restrict(job->ruleset);
    if (failure != 0) return failure;
  }
  // Root without its rights is a user like others.
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct rights[2];
  memset(rights, 0, sizeof rights);
  if (syscall(SYS_capset, &header, rights) != 0) return errno;
#if CSANDBOX_HAS_FILTER
  if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, &job->filter) != 0) return errno;
#endif
  return 0;
}

static __attribute__((noinline)) int become(const struct job *job) {
  const csandbox_program *program = job->program;
  int failure = signals();
  if (failure == 0 && setpgid(0, 0) != 0) failure = errno;
  if (failure == 0) failure = streams(program->streams);
  if (failure == 0) failure = limits(program);
  if (failure == 0) failure = shut(job);
  if (failure != 0) return failure;
  sigprocmask(SIG_SETMASK, job->none, NULL);
  execve(program->executable, program->arguments, program->environment);
  return errno;
}

int csandbox_start(const csandbox_program *program, pid_t *process) {
  sigset_t all, before, none;
  sigfillset(&all);
  sigemptyset(&none);
  struct job job = {.program = program, .none = &none, .ruleset = -1};
  if (program->landlock > 0) {
    job.ruleset = csandbox_ruleset(program->landlock, program->files, program->file_count);
    if (job.ruleset < 0) return -job.ruleset;
  }
#if CSANDBOX_HAS_FILTER
  struct sock_filter filter[CSANDBOX_MOST_FILTER];
  job.filter.filter = filter;
  job.filter.len = csandbox_filter(filter, program->landlock, getpid(), getpgrp());
#endif
  // The child has our memory until the program is there, which is also how it tells us what went wrong. A handler of ours
  // must not run in it.
  pthread_sigmask(SIG_SETMASK, &all, &before);
  volatile int failure = 0;
  pid_t child = vfork();
  if (child == 0) {
    failure = become(&job);
    _exit(127);
  }
  int result = child < 0 ? errno : failure;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (job.ruleset >= 0) close(job.ruleset);
  if (child > 0 && result != 0) {
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {}
  }
  *process = child;
  return result;
}

#else

int csandbox_filters(void) { return 0; }
int csandbox_start(const csandbox_program *program, pid_t *process) { return ENOSYS; }

#endif
