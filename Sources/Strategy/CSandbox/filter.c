#define _GNU_SOURCE
#include "filter.h"

#if CSANDBOX_HAS_FILTER

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#else
#define MACHINE AUDIT_ARCH_AARCH64
#endif

#define LOAD(place) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, place))
// The lower half of an argument: all that the kernel reads of a number of 32 bits.
#define LOAD_ARGUMENT(index) \
  BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned)offsetof(struct seccomp_data, args) + 8 * (index))
#define RETURN(action) BPF_STMT(BPF_RET | BPF_K, action)
#define REFUSE(error) RETURN(SECCOMP_RET_ERRNO | (error))
#define ALLOW RETURN(SECCOMP_RET_ALLOW)
#define IF_EQUAL(value, otherwise) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)(value), 0, otherwise)
#define IF_ANY(bits, otherwise) BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (unsigned)(bits), 0, otherwise)
#define MASK(bits) BPF_STMT(BPF_ALU | BPF_AND | BPF_K, bits)

// Numbers that headers of an older system lack; from 424 on they are the same on every machine.
#define PIDFD_SEND_SIGNAL 424
#define IO_URING_SETUP 425
#define IO_URING_ENTER 426
#define IO_URING_REGISTER 427
#define OPEN_TREE 428
#define MOVE_MOUNT 429
#define FSOPEN 430
#define FSCONFIG 431
#define FSMOUNT 432
#define FSPICK 433
#define PIDFD_OPEN 434
#define CLONE3 435
#define OPENAT2 437
#define PIDFD_GETFD 438
#define PROCESS_MADVISE 440
#define MOUNT_SETATTR 442
#define QUOTACTL_FD 443
#define PROCESS_MRELEASE 448
#define FCHMODAT2 452
#define SETXATTRAT 463
#define REMOVEXATTRAT 466
#define OPEN_TREE_ATTR 467
#define FILE_SETATTR 469

static const int refused[] = {
  // Other processes, ours above all.
  SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_kcmp, PIDFD_OPEN, PIDFD_GETFD, PIDFD_SEND_SIGNAL,
  PROCESS_MADVISE, PROCESS_MRELEASE, SYS_migrate_pages, SYS_move_pages, SYS_perf_event_open,
  // The network, and sockets that lie in a folder.
  SYS_socket, SYS_bind, SYS_connect, SYS_listen, SYS_accept, SYS_accept4,
  // What would do other calls' work.
  IO_URING_SETUP, IO_URING_ENTER, IO_URING_REGISTER, SYS_bpf, SYS_userfaultfd,
  // Keys that the kernel holds for the user, and memory and queues that have a name.
  SYS_add_key, SYS_request_key, SYS_keyctl, SYS_shmget, SYS_msgget, SYS_semget, SYS_mq_open,
  // Owners, permissions and dates of files, which Landlock leaves alone.
  SYS_fchmod, SYS_fchmodat, FCHMODAT2, SYS_fchown, SYS_fchownat, SYS_setxattr, SYS_lsetxattr, SYS_fsetxattr,
  SYS_removexattr, SYS_lremovexattr, SYS_fremovexattr, SETXATTRAT, REMOVEXATTRAT, FILE_SETATTR, SYS_utimensat,
#if defined(__x86_64__)
  SYS_chmod, SYS_chown, SYS_lchown, SYS_utime, SYS_utimes, SYS_futimesat, SYS_iopl, SYS_ioperm,
#endif
  SYS_name_to_handle_at, SYS_open_by_handle_at, SYS_fanotify_init,
  // A process group of its own would outlive us.
  SYS_setsid, SYS_setpgid,
  // What is the machine's.
  SYS_unshare, SYS_setns, SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, OPEN_TREE, OPEN_TREE_ATTR, MOVE_MOUNT,
  FSOPEN, FSCONFIG, FSMOUNT, FSPICK, MOUNT_SETATTR, SYS_swapon, SYS_swapoff, SYS_quotactl, QUOTACTL_FD,
  SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_kexec_load, SYS_reboot, SYS_acct, SYS_syslog,
  SYS_settimeofday, SYS_clock_settime, SYS_clock_adjtime, SYS_adjtimex, SYS_sethostname, SYS_setdomainname,
};

struct writer {
  struct sock_filter *next, *end;
};

static void add(struct writer *writer, const struct sock_filter *steps, size_t count) {
  for (size_t index = 0; index < count && writer->next < writer->end; index++) *writer->next++ = steps[index];
}

#define ADD(writer, ...)                                    \
  do {                                                      \
    const struct sock_filter steps[] = {__VA_ARGS__};       \
    add(writer, steps, sizeof steps / sizeof steps[0]);     \
  } while (0)

// A call that shortens a file which may only be read.
static void refuse_shortening(struct writer *writer, int call, int argument) {
  ADD(writer, IF_EQUAL(call, 5), LOAD_ARGUMENT(argument), MASK(O_ACCMODE | O_TRUNC), IF_EQUAL(O_RDONLY | O_TRUNC, 1),
      REFUSE(EACCES), ALLOW);
}

// A call that names a process as its first argument.
static void refuse_signals(struct writer *writer, int call, pid_t host, pid_t group) {
  ADD(writer, IF_EQUAL(call, 8), LOAD_ARGUMENT(0), IF_EQUAL(host, 1), REFUSE(EPERM), IF_EQUAL(-group, 1),
      REFUSE(EPERM), IF_EQUAL(-1, 1), REFUSE(EPERM), ALLOW);
}

unsigned short csandbox_filter(struct sock_filter filter[CSANDBOX_MOST_FILTER], int landlock, pid_t host, pid_t group) {
  struct writer writer = {filter, filter + CSANDBOX_MOST_FILTER};
  ADD(&writer, LOAD(arch), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0), RETURN(SECCOMP_RET_KILL_PROCESS),
      LOAD(nr));
#if defined(__x86_64__)
  // The same calls under other numbers.
  ADD(&writer, BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1), REFUSE(ENOSYS));
#endif
  for (size_t index = 0; index < sizeof refused / sizeof refused[0]; index++)
    ADD(&writer, IF_EQUAL(refused[index], 1), REFUSE(EPERM));
  // Its flags are behind a pointer, where nobody can look; the C library then takes `clone`.
  ADD(&writer, IF_EQUAL(CLONE3, 1), REFUSE(ENOSYS));
  // No new namespaces: in one of its own it would be root.
  ADD(&writer, IF_EQUAL(SYS_clone, 4), LOAD_ARGUMENT(0), IF_ANY(0x7e020000, 1), REFUSE(EPERM), ALLOW);
  // Limits are its own business, others' are not.
  ADD(&writer, IF_EQUAL(SYS_prlimit64, 4), LOAD_ARGUMENT(0), IF_EQUAL(0, 1), ALLOW, REFUSE(EPERM));
  // Pairs of streams are pipes. Of datagrams, each could be sent to any socket that has a name.
  ADD(&writer, IF_EQUAL(SYS_socketpair, 7), LOAD_ARGUMENT(0), IF_EQUAL(AF_UNIX, 4), LOAD_ARGUMENT(1), MASK(0xf),
      IF_EQUAL(SOCK_STREAM, 1), ALLOW, REFUSE(EPERM));
  if (landlock < 6) {
    const int signals[] = {SYS_kill, SYS_tkill, SYS_tgkill, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo};
    for (size_t index = 0; index < sizeof signals / sizeof signals[0]; index++)
      refuse_signals(&writer, signals[index], host, group);
  }
  if (landlock < 3) {
    ADD(&writer, IF_EQUAL(SYS_truncate, 1), REFUSE(EACCES));
    ADD(&writer, IF_EQUAL(OPENAT2, 1), REFUSE(ENOSYS));
    refuse_shortening(&writer, SYS_openat, 2);
#if defined(__x86_64__)
    refuse_shortening(&writer, SYS_open, 1);
#endif
  }
  ADD(&writer, ALLOW);
  return (unsigned short)(writer.next - filter);
}

#endif
