/* What a V4L2 driver answers. One device, up to eight open descriptors, one of which streams. */
#define _GNU_SOURCE
#include "camera.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define MOST_OPEN 8
#define MOST_BUFFERS 8

/* An open descriptor. */
struct handle {
    int descriptor; /* 0: free; a memory file that holds the buffers */
    bool streaming;
    unsigned buffer_count, queued;
    unsigned queue[MOST_BUFFERS]; /* buffers that wait to be filled, the oldest first */
    uint8_t *memory;
    size_t memory_length, buffer_length;
    uint32_t sequence;
    struct timespec due; /* of the next frame */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct handle handles[MOST_OPEN];
static uint32_t format;
static struct size size;

static int refuse(int reason)
{
    errno = reason;
    return -1;
}

static struct handle *find(int descriptor)
{
    for (unsigned i = 0; descriptor > 0 && i < MOST_OPEN; i++)
        if (handles[i].descriptor == descriptor)
            return &handles[i];
    return NULL;
}

static struct handle *owner(void)
{
    for (unsigned i = 0; i < MOST_OPEN; i++)
        if (handles[i].descriptor && handles[i].buffer_count)
            return &handles[i];
    return NULL;
}

/* The nearest that the camera can do. */
static void set_format(uint32_t asked, uint32_t width, uint32_t height)
{
    const struct settings *given = settings();
    format = given->formats[0];
    for (unsigned i = 0; i < given->format_count; i++)
        if (given->formats[i] == asked)
            format = asked;
    long nearest = -1;
    for (unsigned i = 0; i < given->size_count; i++) {
        const struct size *each = &given->sizes[i];
        long away = labs((long)each->width - width) + labs((long)each->height - height);
        if (nearest < 0 || away < nearest) {
            nearest = away;
            size = *each;
        }
    }
}

static void tell_format(struct v4l2_pix_format *out)
{
    memset(out, 0, sizeof *out);
    out->width = size.width;
    out->height = size.height;
    out->pixelformat = format;
    out->field = V4L2_FIELD_NONE;
    out->bytesperline = format == V4L2_PIX_FMT_MJPEG  ? 0
                        : format == V4L2_PIX_FMT_YUYV ? size.width * 2
                                                      : size.width;
    out->sizeimage = frame_bytes(format, size);
    out->colorspace = V4L2_COLORSPACE_SRGB;
}

static bool offers(uint32_t asked)
{
    for (unsigned i = 0; i < settings()->format_count; i++)
        if (settings()->formats[i] == asked)
            return true;
    return false;
}

static void release(struct handle *handle)
{
    if (handle->memory)
        munmap(handle->memory, handle->memory_length);
    handle->memory = NULL;
    handle->buffer_count = handle->queued = 0;
}

int camera_open(void)
{
    enum fault wrong = fault();
    if (wrong == FAULT_UNPLUG)
        return refuse(ENOENT);
    if (wrong == FAULT_DENY)
        return refuse(EACCES);
    pthread_mutex_lock(&lock);
    int descriptor = -1;
    for (unsigned i = 0; i < MOST_OPEN; i++)
        if (!handles[i].descriptor) {
            descriptor = memfd_create("virtual camera", MFD_CLOEXEC);
            if (descriptor > 0)
                handles[i] = (struct handle){.descriptor = descriptor};
            break;
        }
    if (!size.width)
        set_format(settings()->formats[0], settings()->sizes[0].width, settings()->sizes[0].height);
    pthread_mutex_unlock(&lock);
    return descriptor;
}

bool camera_owns(int descriptor)
{
    pthread_mutex_lock(&lock);
    bool ours = find(descriptor) != NULL;
    pthread_mutex_unlock(&lock);
    return ours;
}

int camera_close(int descriptor)
{
    pthread_mutex_lock(&lock);
    struct handle *handle = find(descriptor);
    if (handle) {
        release(handle);
        *handle = (struct handle){0};
    }
    pthread_mutex_unlock(&lock);
    return real_close(descriptor);
}

static int query_capability(struct v4l2_capability *out)
{
    memset(out, 0, sizeof *out);
    strcpy((char *)out->driver, "segl-testkit");
    strcpy((char *)out->card, CARD);
    strcpy((char *)out->bus_info, "platform:segl-testkit");
    out->version = 0x060100;
    out->device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING | V4L2_CAP_EXT_PIX_FORMAT;
    out->capabilities = out->device_caps | V4L2_CAP_DEVICE_CAPS;
    return 0;
}

static int list_format(struct v4l2_fmtdesc *out)
{
    if (out->type != V4L2_BUF_TYPE_VIDEO_CAPTURE || out->index >= settings()->format_count)
        return refuse(EINVAL);
    out->pixelformat = settings()->formats[out->index];
    out->flags = out->pixelformat == V4L2_PIX_FMT_MJPEG ? V4L2_FMT_FLAG_COMPRESSED : 0;
    snprintf((char *)out->description, sizeof out->description, "%.4s", (char *)&out->pixelformat);
    return 0;
}

static int list_size(struct v4l2_frmsizeenum *out)
{
    if (!offers(out->pixel_format) || out->index >= settings()->size_count)
        return refuse(EINVAL);
    out->type = V4L2_FRMSIZE_TYPE_DISCRETE;
    out->discrete.width = settings()->sizes[out->index].width;
    out->discrete.height = settings()->sizes[out->index].height;
    return 0;
}

static int list_interval(struct v4l2_frmivalenum *out)
{
    if (!offers(out->pixel_format) || out->index > 0)
        return refuse(EINVAL);
    out->type = V4L2_FRMIVAL_TYPE_DISCRETE;
    out->discrete = (struct v4l2_fract){1, settings()->rate};
    return 0;
}

static int try_format(struct handle *handle, struct v4l2_format *out, bool set)
{
    if (out->type != V4L2_BUF_TYPE_VIDEO_CAPTURE)
        return refuse(EINVAL);
    if (set && fault() == FAULT_BUSY)
        return refuse(EBUSY);
    if (set && owner() && owner() != handle)
        return refuse(EBUSY);
    uint32_t old_format = format;
    struct size old_size = size;
    set_format(out->fmt.pix.pixelformat, out->fmt.pix.width, out->fmt.pix.height);
    tell_format(&out->fmt.pix);
    if (!set) {
        format = old_format;
        size = old_size;
    }
    return 0;
}

static int tell_rate(struct v4l2_streamparm *out)
{
    if (out->type != V4L2_BUF_TYPE_VIDEO_CAPTURE)
        return refuse(EINVAL);
    memset(&out->parm, 0, sizeof out->parm);
    out->parm.capture.capability = V4L2_CAP_TIMEPERFRAME;
    out->parm.capture.timeperframe = (struct v4l2_fract){1, settings()->rate};
    out->parm.capture.readbuffers = 2;
    return 0;
}

static int request_buffers(struct handle *handle, struct v4l2_requestbuffers *out)
{
    if (out->type != V4L2_BUF_TYPE_VIDEO_CAPTURE || out->memory != V4L2_MEMORY_MMAP)
        return refuse(EINVAL);
    if (handle->streaming || (owner() && owner() != handle) ||
        (out->count && fault() == FAULT_BUSY))
        return refuse(EBUSY);
    release(handle);
    out->capabilities = V4L2_BUF_CAP_SUPPORTS_MMAP;
    if (out->count > MOST_BUFFERS)
        out->count = MOST_BUFFERS;
    if (!out->count)
        return 0;
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    handle->buffer_length = (frame_bytes(format, size) + page - 1) / page * page;
    handle->memory_length = handle->buffer_length * out->count;
    if (ftruncate(handle->descriptor, (off_t)handle->memory_length))
        return -1;
    handle->memory = mmap(NULL, handle->memory_length, PROT_READ | PROT_WRITE, MAP_SHARED,
                          handle->descriptor, 0);
    if (handle->memory == MAP_FAILED) {
        handle->memory = NULL;
        return -1;
    }
    handle->buffer_count = out->count;
    return 0;
}

static int describe_buffer(struct handle *handle, struct v4l2_buffer *out)
{
    if (out->type != V4L2_BUF_TYPE_VIDEO_CAPTURE || out->index >= handle->buffer_count)
        return refuse(EINVAL);
    out->memory = V4L2_MEMORY_MMAP;
    out->length = frame_bytes(format, size);
    out->m.offset = (uint32_t)(out->index * handle->buffer_length);
    out->flags = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;
    out->field = V4L2_FIELD_NONE;
    return 0;
}

static int queue(struct handle *handle, struct v4l2_buffer *out)
{
    if (describe_buffer(handle, out))
        return -1;
    for (unsigned i = 0; i < handle->queued; i++)
        if (handle->queue[i] == out->index)
            return refuse(EINVAL);
    handle->queue[handle->queued++] = out->index;
    out->flags |= V4L2_BUF_FLAG_QUEUED;
    return 0;
}

static int64_t nanoseconds(struct timespec time)
{
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static struct timespec now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time;
}

static bool ready(const struct handle *handle)
{
    return handle->streaming && handle->queued && fault() != FAULT_STALL &&
           nanoseconds(now()) >= nanoseconds(handle->due);
}

static int take(struct handle *handle, struct v4l2_buffer *out)
{
    if (!handle->streaming)
        return refuse(EINVAL);
    if (!ready(handle))
        return refuse(EAGAIN);
    out->index = handle->queue[0];
    memmove(handle->queue, handle->queue + 1, --handle->queued * sizeof *handle->queue);
    if (describe_buffer(handle, out))
        return -1;
    uint8_t *memory = handle->memory + out->index * handle->buffer_length;
    out->bytesused = draw(memory, format, size, handle->sequence);
    out->flags |= V4L2_BUF_FLAG_DONE;
    out->sequence = handle->sequence++;
    struct timespec time = now();
    out->timestamp.tv_sec = time.tv_sec;
    out->timestamp.tv_usec = time.tv_nsec / 1000;
    int64_t next = nanoseconds(time) + 1000000000 / (settings()->rate ? settings()->rate : 30);
    handle->due = (struct timespec){next / 1000000000, next % 1000000000};
    return 0;
}

static int stream(struct handle *handle, bool on)
{
    if (on && (!handle->buffer_count || fault() == FAULT_BUSY))
        return refuse(handle->buffer_count ? EBUSY : EINVAL);
    handle->streaming = on;
    if (on) {
        handle->sequence = 0;
        handle->due = now();
    } else {
        handle->queued = 0;
    }
    return 0;
}

static int answer(struct handle *handle, unsigned long request, void *argument)
{
    if (fault() == FAULT_UNPLUG)
        return refuse(ENODEV);
    switch (request) {
    case VIDIOC_QUERYCAP:
        return query_capability(argument);
    case VIDIOC_ENUM_FMT:
        return list_format(argument);
    case VIDIOC_ENUM_FRAMESIZES:
        return list_size(argument);
    case VIDIOC_ENUM_FRAMEINTERVALS:
        return list_interval(argument);
    case VIDIOC_G_FMT:
        tell_format(&((struct v4l2_format *)argument)->fmt.pix);
        return 0;
    case VIDIOC_TRY_FMT:
        return try_format(handle, argument, false);
    case VIDIOC_S_FMT:
        return try_format(handle, argument, true);
    case VIDIOC_G_PARM:
    case VIDIOC_S_PARM:
        return tell_rate(argument);
    case VIDIOC_REQBUFS:
        return request_buffers(handle, argument);
    case VIDIOC_QUERYBUF:
        return describe_buffer(handle, argument);
    case VIDIOC_QBUF:
        return queue(handle, argument);
    case VIDIOC_DQBUF:
        return take(handle, argument);
    case VIDIOC_STREAMON:
        return stream(handle, true);
    case VIDIOC_STREAMOFF:
        return stream(handle, false);
    default:
        return refuse(ENOTTY);
    }
}

int camera_ioctl(int descriptor, unsigned long request, void *argument)
{
    pthread_mutex_lock(&lock);
    struct handle *handle = find(descriptor);
    int outcome = handle ? answer(handle, request, argument) : refuse(EBADF);
    int reason = errno;
    pthread_mutex_unlock(&lock);
    errno = reason;
    return outcome;
}

short camera_wait(int descriptor, int milliseconds)
{
    int64_t end = nanoseconds(now()) + (int64_t)milliseconds * 1000000;
    for (;;) {
        pthread_mutex_lock(&lock);
        struct handle *handle = find(descriptor);
        bool gone = !handle || fault() == FAULT_UNPLUG, due = handle && ready(handle);
        pthread_mutex_unlock(&lock);
        if (gone)
            return POLLERR | POLLHUP;
        if (due)
            return POLLIN | POLLRDNORM;
        if (milliseconds >= 0 && nanoseconds(now()) >= end)
            return 0;
        nanosleep(&(struct timespec){0, 2000000}, NULL);
    }
}
