/* The picture in front of the camera, and frames drawn from it. */
#define _GNU_SOURCE
#include "camera.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Three bytes a pixel: lightness (16 to 235), blue and red difference (round 128), BT.601. */
static struct {
    uint8_t *pixels;
    struct size size;
    struct stat seen;
} picture;

static const char *variable(const char *name, const char *otherwise)
{
    const char *value = getenv(name);
    return value && *value ? value : otherwise;
}

const struct settings *settings(void)
{
    static struct settings given;
    if (given.size_count)
        return &given;
    char list[512], *rest, *item;
    snprintf(list, sizeof list, "%s", variable("SEGL_CAMERA_FORMATS", "YUYV"));
    for (item = strtok_r(list, ",", &rest); item && given.format_count < 8;
         item = strtok_r(NULL, ",", &rest))
        if (strlen(item) == 4)
            given.formats[given.format_count++] =
                v4l2_fourcc(item[0], item[1], item[2], item[3]);
    given.rate = (uint32_t)atoi(variable("SEGL_CAMERA_RATE", "30"));
    given.noise = (uint32_t)atoi(variable("SEGL_CAMERA_NOISE", "0"));
    snprintf(list, sizeof list, "%s", variable("SEGL_CAMERA_SIZES", "1280x720"));
    for (item = strtok_r(list, ",", &rest); item && given.size_count < 16;
         item = strtok_r(NULL, ",", &rest)) {
        struct size *size = &given.sizes[given.size_count];
        if (sscanf(item, "%ux%u", &size->width, &size->height) == 2)
            given.size_count++;
    }
    return &given;
}

/* Reads a whole file, ends it with a zero byte; NULL if it cannot be read. */
static uint8_t *slurp(const char *path, size_t *length)
{
    int descriptor = real_open_read(path);
    struct stat about;
    if (descriptor < 0)
        return NULL;
    uint8_t *bytes = NULL;
    if (!fstat(descriptor, &about) && (bytes = malloc((size_t)about.st_size + 1))) {
        size_t end = 0;
        ssize_t got;
        while (end < (size_t)about.st_size &&
               (got = read(descriptor, bytes + end, (size_t)about.st_size - end)) > 0)
            end += (size_t)got;
        bytes[end] = 0;
        *length = end;
    }
    real_close(descriptor);
    return bytes;
}

enum fault fault(void)
{
    static const struct {
        const char *word;
        enum fault fault;
    } words[] = {
        {"BUSY", FAULT_BUSY}, {"STALL", FAULT_STALL}, {"DENY", FAULT_DENY}, {"UNPLUG", FAULT_UNPLUG},
    };
    const char *path = getenv("SEGL_CAMERA_FAULT");
    size_t length = 0;
    uint8_t *text = path ? slurp(path, &length) : NULL;
    enum fault found = FAULT_NONE;
    for (size_t i = 0; text && i < sizeof words / sizeof *words; i++)
        if (!strncmp((char *)text, words[i].word, strlen(words[i].word)))
            found = words[i].fault;
    free(text);
    return found;
}

static uint8_t byte(int value)
{
    return value < 0 ? 0 : value > 255 ? 255 : (uint8_t)value;
}

static void convert(const uint8_t *from, uint8_t *to, bool colour)
{
    int red = from[0], green = colour ? from[1] : red, blue = colour ? from[2] : red;
    to[0] = byte((66 * red + 129 * green + 25 * blue + 128 >> 8) + 16);
    to[1] = byte((-38 * red - 74 * green + 112 * blue + 128 >> 8) + 128);
    to[2] = byte((112 * red - 94 * green - 18 * blue + 128 >> 8) + 128);
}

/* Takes a binary PGM or PPM of 8 bits; keeps the old picture if it is none. */
static void parse(const uint8_t *bytes, size_t length)
{
    char kind;
    int width, height, most, header = 0;
    if (sscanf((const char *)bytes, "P%c %d %d %d%n", &kind, &width, &height, &most, &header) != 4)
        return;
    size_t pixel = kind == '6' ? 3 : 1, count = (size_t)width * (size_t)height;
    if ((kind != '5' && kind != '6') || most != 255 || width < 1 || height < 1 ||
        length < (size_t)header + 1 + count * pixel)
        return;
    uint8_t *pixels = malloc(count * 3);
    if (!pixels)
        return;
    for (size_t i = 0; i < count; i++)
        convert(bytes + header + 1 + i * pixel, pixels + 3 * i, kind == '6');
    free(picture.pixels);
    picture.pixels = pixels;
    picture.size = (struct size){(uint32_t)width, (uint32_t)height};
}

/* Reads the picture again if the file is another one than the last time. */
static void refresh(const char *path)
{
    struct stat now;
    if (stat(path, &now) || (now.st_ino == picture.seen.st_ino &&
                             now.st_size == picture.seen.st_size &&
                             now.st_mtim.tv_sec == picture.seen.st_mtim.tv_sec &&
                             now.st_mtim.tv_nsec == picture.seen.st_mtim.tv_nsec))
        return;
    picture.seen = now;
    size_t length = 0;
    uint8_t *bytes = slurp(path, &length);
    if (bytes)
        parse(bytes, length);
    free(bytes);
}

/* The picture in the middle, as large as fits, on grey. `out` has three bytes a pixel. */
static void place(uint8_t *out, struct size size)
{
    static const uint8_t grey[3] = {126, 128, 128};
    for (size_t i = 0; i < (size_t)size.width * size.height; i++)
        memcpy(out + 3 * i, grey, 3);
    if (!picture.pixels)
        return;
    double across = (double)size.width / picture.size.width;
    double down = (double)size.height / picture.size.height;
    double scale = across < down ? across : down;
    uint32_t width = (uint32_t)(picture.size.width * scale);
    uint32_t height = (uint32_t)(picture.size.height * scale);
    uint32_t left = (size.width - width) / 2, top = (size.height - height) / 2;
    for (uint32_t y = 0; y < height; y++)
        for (uint32_t x = 0; x < width; x++) {
            uint32_t from_x = (uint32_t)(x / scale), from_y = (uint32_t)(y / scale);
            if (from_x >= picture.size.width)
                from_x = picture.size.width - 1;
            if (from_y >= picture.size.height)
                from_y = picture.size.height - 1;
            memcpy(out + 3 * ((size_t)(y + top) * size.width + x + left),
                   picture.pixels + 3 * ((size_t)from_y * picture.size.width + from_x), 3);
        }
}

static void add_noise(uint8_t *frame, struct size size, uint32_t seed)
{
    int most = (int)settings()->noise;
    for (size_t i = 0; most && i < (size_t)size.width * size.height; i++) {
        seed = seed * 1664525u + 1013904223u;
        frame[3 * i] = byte(frame[3 * i] + (int)(seed >> 24) * most / 128 - most);
    }
}

/* A camera that compresses gives the file beside the picture that is named after the size. */
static uint32_t draw_jpeg(uint8_t *out, const char *path, struct size size)
{
    char beside[4096];
    size_t length = 0;
    snprintf(beside, sizeof beside, "%s.%ux%u.jpg", path, size.width, size.height);
    uint8_t *bytes = slurp(beside, &length);
    if (bytes && length <= frame_bytes(V4L2_PIX_FMT_MJPEG, size))
        memcpy(out, bytes, length);
    else
        length = 0;
    free(bytes);
    return (uint32_t)length;
}

uint32_t frame_bytes(uint32_t format, struct size size)
{
    uint32_t pixels = size.width * size.height;
    switch (format) {
    case V4L2_PIX_FMT_YUYV:
    case V4L2_PIX_FMT_MJPEG:
        return pixels * 2;
    case V4L2_PIX_FMT_NV12:
        return pixels * 3 / 2;
    default:
        return pixels;
    }
}

uint32_t draw(uint8_t *out, uint32_t format, struct size size, uint32_t sequence)
{
    static uint8_t *frame;
    static size_t room;
    const char *path = variable("SEGL_CAMERA_PICTURE", "");
    size_t pixels = (size_t)size.width * size.height;
    if (format == V4L2_PIX_FMT_MJPEG)
        return draw_jpeg(out, path, size);
    refresh(path);
    if (room < pixels * 3) {
        uint8_t *larger = realloc(frame, pixels * 3);
        if (!larger)
            return 0;
        frame = larger;
        room = pixels * 3;
    }
    place(frame, size);
    add_noise(frame, size, sequence * 7919 + 1);
    switch (format) {
    case V4L2_PIX_FMT_YUYV:
        for (size_t i = 0; i < pixels; i++) {
            out[2 * i] = frame[3 * i];
            out[2 * i + 1] = frame[3 * (i & ~(size_t)1) + 1 + (i & 1)];
        }
        break;
    case V4L2_PIX_FMT_NV12:
        for (size_t i = 0; i < pixels; i++)
            out[i] = frame[3 * i];
        for (uint32_t y = 0; y < size.height / 2; y++)
            for (uint32_t x = 0; x < size.width / 2; x++)
                memcpy(out + pixels + (size_t)y * size.width + 2 * x,
                       frame + 3 * ((size_t)2 * y * size.width + 2 * x) + 1, 2);
        break;
    default:
        for (size_t i = 0; i < pixels; i++)
            out[i] = frame[3 * i];
    }
    return frame_bytes(format, size);
}
