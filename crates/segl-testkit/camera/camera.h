/* A virtual Video4Linux2 camera for tests, loaded before a program's own libraries (LD_PRELOAD).
 *
 * libc.c     the entry points of the C library that a camera program uses: open, ioctl, poll, ...
 * device.c   what a driver answers: formats, buffers, streaming, and the faults
 * picture.c  the picture file, and frames drawn from it in the camera's formats
 *
 * The descriptor of an open camera is a memory file that holds its buffers, so mmap, munmap and
 * fstat are the kernel's own. Nothing here runs in the product.
 *
 * Settings come from the environment, see crates/segl-testkit/src/camera.rs. */
#ifndef SEGL_TESTKIT_CAMERA_H
#define SEGL_TESTKIT_CAMERA_H

#include <linux/videodev2.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NODE "/dev/video0"
#define NODE_NAME "video0"
#define CARD "Segl test camera"

/* What is wrong with the camera: the word in the fault file. */
enum fault {
    FAULT_NONE,
    FAULT_BUSY,   /* another program streams: EBUSY when buffers are asked for */
    FAULT_STALL,  /* the stream runs and no frame comes */
    FAULT_DENY,   /* EACCES when it is opened */
    FAULT_UNPLUG, /* no node, and ENODEV from a descriptor that is open */
};

struct size {
    uint32_t width, height;
};

struct settings {
    struct size sizes[16];
    unsigned size_count;
    uint32_t formats[8]; /* V4L2_PIX_FMT_*, the first is what the camera starts with */
    unsigned format_count;
    uint32_t rate;  /* frames a second */
    uint32_t noise; /* most that a pixel is off, 0 to 64 */
};

/* picture.c */
const struct settings *settings(void);
enum fault fault(void);
uint32_t frame_bytes(uint32_t format, struct size size);
/* Draws into `out`, which holds frame_bytes(); returns the bytes used. */
uint32_t draw(uint8_t *out, uint32_t format, struct size size, uint32_t sequence);

/* device.c; every function returns -1 and sets errno as the system would */
int camera_open(void);
bool camera_owns(int descriptor);
int camera_close(int descriptor);
int camera_ioctl(int descriptor, unsigned long request, void *argument);
/* Waits until a frame is ready; returns the poll(2) events, 0 when the time is over. */
short camera_wait(int descriptor, int milliseconds);

/* libc.c: the C library's own functions, not those of this library */
int real_close(int descriptor);
int real_open_read(const char *path);

#endif
