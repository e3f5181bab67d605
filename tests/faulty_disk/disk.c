/* A disk that fails at one of the calls that change a file, by its number: preloaded in front of the C library.
 *
 * FAULTY_NAME  part of the names of the files that it looks at
 * FAULTY_AT    number of the call that fails, from 1
 * FAULTY_HOW   "once": that call fails and nothing is written; "torn": half of it is written, and it and all later ones
 *              fail; "full": it and all later writes find no room, while files can still be closed and flushed
 * FAULTY_LOG   file that gets a byte when a call has failed
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { PASS, FAIL, TEAR };

static atomic_long calls;

static int is_watched(int file) {
    const char *name = getenv("FAULTY_NAME");
    char link[64] = "/proc/self/fd/", path[4096], digits[16];
    int count = 0;
    if (name == NULL || file < 3) {
        return 0;
    }
    do {
        digits[count++] = (char)('0' + file % 10);
        file /= 10;
    } while (file > 0);
    size_t end = strlen(link);
    while (count > 0) {
        link[end++] = digits[--count];
    }
    link[end] = 0;
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) {
        return 0;
    }
    path[length] = 0;
    return strstr(path, name) != NULL;
}

static void tell(void) {
    const char *log = getenv("FAULTY_LOG");
    if (log == NULL) {
        return;
    }
    ssize_t (*real_write)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
    int file = open(log, O_WRONLY | O_CREAT | O_APPEND, 0644);
    if (file >= 0) {
        (void)!real_write(file, "x", 1);
        close(file);
    }
}

/* What becomes of a call; is_write for those that need room. */
static int fate(int file, int is_write) {
    if (!is_watched(file)) {
        return PASS;
    }
    const char *at_text = getenv("FAULTY_AT"), *how = getenv("FAULTY_HOW");
    long at = at_text == NULL ? 0 : atol(at_text);
    long number = atomic_fetch_add(&calls, 1) + 1;
    if (at <= 0 || number < at) {
        return PASS;
    }
    if (strcmp(how, "once") == 0 && number > at) {
        return PASS;
    }
    if (strcmp(how, "full") == 0 && !is_write) {
        return PASS;
    }
    tell();
    errno = strcmp(how, "full") == 0 ? ENOSPC : EIO;
    return strcmp(how, "torn") == 0 && number == at && is_write ? TEAR : FAIL;
}

ssize_t write(int file, const void *bytes, size_t count) {
    ssize_t (*real)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
    switch (fate(file, 1)) {
    case PASS:
        return real(file, bytes, count);
    case TEAR:
        (void)!real(file, bytes, count / 2);
        errno = EIO;
    }
    return -1;
}

static ssize_t write_at(const char *name, int file, const void *bytes, size_t count, off64_t offset) {
    ssize_t (*real)(int, const void *, size_t, off64_t) = dlsym(RTLD_NEXT, name);
    switch (fate(file, 1)) {
    case PASS:
        return real(file, bytes, count, offset);
    case TEAR:
        (void)!real(file, bytes, count / 2, offset);
        errno = EIO;
    }
    return -1;
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
    return write_at("pwrite", file, bytes, count, offset);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
    return write_at("pwrite64", file, bytes, count, offset);
}

static int flush(const char *name, int file) {
    int (*real)(int) = dlsym(RTLD_NEXT, name);
    return fate(file, 0) == PASS ? real(file) : -1;
}

int fsync(int file) {
    return flush("fsync", file);
}

int fdatasync(int file) {
    return flush("fdatasync", file);
}

int ftruncate(int file, off_t length) {
    int (*real)(int, off_t) = dlsym(RTLD_NEXT, "ftruncate");
    return fate(file, 0) == PASS ? real(file, length) : -1;
}

int ftruncate64(int file, off64_t length) {
    int (*real)(int, off64_t) = dlsym(RTLD_NEXT, "ftruncate64");
    return fate(file, 0) == PASS ? real(file, length) : -1;
}
