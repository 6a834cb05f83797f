/* The entry points of the C library that a camera program goes through. What concerns the camera is
 * answered here, all else goes on to the C library. */
#define _GNU_SOURCE
#include "camera.h"

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The function of that name in the next library, found once. */
#define REAL(name)                                                  \
    ({                                                              \
        static __typeof__(name) *found;                             \
        if (!found)                                                 \
            found = (__typeof__(name) *)dlsym(RTLD_NEXT, #name);    \
        found;                                                      \
    })

int real_close(int descriptor)
{
    return REAL(close)(descriptor);
}

int real_open_read(const char *path)
{
    return REAL(open)(path, O_RDONLY | O_CLOEXEC);
}

/* -- opening and closing -- */

static bool is_node(const char *path)
{
    return path && !strcmp(path, NODE);
}

static bool is_name(const char *path)
{
    return path && !strcmp(path, "/sys/class/video4linux/" NODE_NAME "/name");
}

/* What the kernel shows under /sys: the name of the card. */
static int open_name(void)
{
    static const char name[] = CARD "\n";
    int descriptor = memfd_create("name", MFD_CLOEXEC);
    if (descriptor >= 0 && write(descriptor, name, sizeof name - 1) > 0)
        lseek(descriptor, 0, SEEK_SET);
    return descriptor;
}

static mode_t mode_of(int flags, va_list rest)
{
    return flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0;
}

#define OPEN(path, flags, next)           \
    if (is_node(path))                    \
        return camera_open();             \
    if (is_name(path))                    \
        return open_name();               \
    va_list rest;                         \
    va_start(rest, flags);                \
    mode_t mode = mode_of(flags, rest);   \
    va_end(rest);                         \
    return next

int open(const char *path, int flags, ...)
{
    OPEN(path, flags, REAL(open)(path, flags, mode));
}

int open64(const char *path, int flags, ...)
{
    OPEN(path, flags, REAL(open64)(path, flags, mode));
}

int openat(int directory, const char *path, int flags, ...)
{
    OPEN(path, flags, REAL(openat)(directory, path, flags, mode));
}

int openat64(int directory, const char *path, int flags, ...)
{
    OPEN(path, flags, REAL(openat64)(directory, path, flags, mode));
}

int close(int descriptor)
{
    return camera_owns(descriptor) ? camera_close(descriptor) : real_close(descriptor);
}

/* -- talking to the camera -- */

int ioctl(int descriptor, unsigned long request, ...)
{
    va_list rest;
    va_start(rest, request);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    if (camera_owns(descriptor))
        return camera_ioctl(descriptor, (unsigned int)request, argument);
    return REAL(ioctl)(descriptor, request, argument);
}

/* The Rust crate v4l calls the kernel this way. */
long syscall(long number, ...)
{
    long given[6];
    va_list rest;
    va_start(rest, number);
    for (int i = 0; i < 6; i++)
        given[i] = va_arg(rest, long);
    va_end(rest);
    if (number == SYS_ioctl && camera_owns((int)given[0]))
        return camera_ioctl((int)given[0], (unsigned int)given[1], (void *)given[2]);
    return REAL(syscall)(number, given[0], given[1], given[2], given[3], given[4], given[5]);
}

int poll(struct pollfd *asked, nfds_t count, int milliseconds)
{
    if (count != 1 || !camera_owns(asked->fd))
        return REAL(poll)(asked, count, milliseconds);
    short events = camera_wait(asked->fd, milliseconds);
    asked->revents = events & (short)(asked->events | POLLERR | POLLHUP);
    return events ? 1 : 0;
}

/* -- listing /dev: the machine's own cameras are hidden, this one is added at the end -- */

static __thread DIR *listing;
static __thread bool listed;

DIR *opendir(const char *path)
{
    DIR *directory = REAL(opendir)(path);
    if (directory && (!strcmp(path, "/dev") || !strcmp(path, "/dev/"))) {
        listing = directory;
        listed = false;
    }
    return directory;
}

int closedir(DIR *directory)
{
    if (directory == listing)
        listing = NULL;
    return REAL(closedir)(directory);
}

static bool is_camera(const char *name)
{
    return !strncmp(name, "video", 5) && name[5] >= '0' && name[5] <= '9';
}

static bool add_ours(void)
{
    bool add = !listed && fault() != FAULT_UNPLUG;
    listed = true;
    return add;
}

#define READDIR(next, kind)                                            \
    static __thread struct kind ours;                                  \
    struct kind *entry = next;                                         \
    if (directory != listing)                                          \
        return entry;                                                  \
    while (entry && is_camera(entry->d_name))                          \
        entry = next;                                                  \
    if (entry || !add_ours())                                          \
        return entry;                                                  \
    ours.d_ino = 4242;                                                 \
    ours.d_type = DT_CHR;                                              \
    strcpy(ours.d_name, NODE_NAME);                                    \
    return &ours

struct dirent *readdir(DIR *directory)
{
    READDIR(REAL(readdir)(directory), dirent);
}

struct dirent64 *readdir64(DIR *directory)
{
    READDIR(REAL(readdir64)(directory), dirent64);
}
