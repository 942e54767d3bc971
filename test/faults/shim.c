/*
 * Preloaded into a server (LD_PRELOAD) to make its disk slow, broken or full while a test runs. It concerns the
 * database's files only, and does what the first word in the file named by FAULT_FILE says:
 *   ok | slow <ms> | eio | full
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static int is_database(int fd) {
  char link[64], path[512];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return strstr(path, ".db") != NULL && strstr(path, ".lock") == NULL;
}

static void read_order(char *order, size_t size) {
  order[0] = 0;
  const char *name = getenv("FAULT_FILE");
  if (!name) return;
  FILE *file = fopen(name, "r");
  if (!file) return;
  if (!fgets(order, (int)size, file)) order[0] = 0;
  fclose(file);
}

static int sync_fault(int fd) {
  char order[64];
  if (!is_database(fd)) return 0;
  read_order(order, sizeof order);
  if (strncmp(order, "slow ", 5) == 0) {
    long ms = atol(order + 5);
    struct timespec pause = {ms / 1000, (ms % 1000) * 1000000};
    nanosleep(&pause, NULL);
  }
  if (strncmp(order, "eio", 3) != 0) return 0;
  errno = EIO;
  return -1;
}

static int write_fault(int fd) {
  char order[64];
  if (!is_database(fd)) return 0;
  read_order(order, sizeof order);
  if (strncmp(order, "full", 4) != 0) return 0;
  errno = ENOSPC;
  return -1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int fsync(int fd) { return sync_fault(fd) ? -1 : REAL(fsync)(fd); }
int fdatasync(int fd) { return sync_fault(fd) ? -1 : REAL(fdatasync)(fd); }
ssize_t write(int fd, const void *bytes, size_t count) {
  return write_fault(fd) ? -1 : REAL(write)(fd, bytes, count);
}
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
  return write_fault(fd) ? -1 : REAL(pwrite)(fd, bytes, count, offset);
}
ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
  return write_fault(fd) ? -1 : REAL(pwrite64)(fd, bytes, count, offset);
}
