use super::*;

fn raw(format: PixelFormat, width: u32, height: u32, stride: u32, bytes: &[u8]) -> RawFrame {
    RawFrame {
        format,
        width,
        height,
        stride,
        bytes: bytes.to_vec(),
        captured: Instant::now(),
    }
}

#[test]
fn takes_the_lightness_of_every_format_and_skips_padding() {
    let cases = [
        (PixelFormat::Grey, 0, vec![1, 2, 3, 4]),
        (PixelFormat::Grey, 3, vec![1, 2, 99, 3, 4]),
        (PixelFormat::Nv12, 0, vec![1, 2, 3, 4, 128, 128]),
        (
            PixelFormat::Nv12,
            4,
            vec![1, 2, 99, 99, 3, 4, 99, 99, 128, 128],
        ),
        (PixelFormat::Yuyv, 0, vec![1, 128, 2, 128, 3, 128, 4, 128]),
        (
            PixelFormat::Yuyv,
            6,
            vec![1, 128, 2, 128, 99, 99, 3, 128, 4, 128],
        ),
        (
            PixelFormat::Rgb,
            0,
            [[1; 3], [2; 3], [3; 3], [4; 3]].concat(),
        ),
        (
            PixelFormat::Bgr,
            0,
            [[1; 3], [2; 3], [3; 3], [4; 3]].concat(),
        ),
    ];
    for (format, stride, bytes) in cases {
        let frame = Frame::from_raw(raw(format, 2, 2, stride, &bytes)).expect("a frame");
        assert_eq!(
            frame.luma().bytes(),
            [1, 2, 3, 4],
            "{format:?}, stride {stride}"
        );
        assert!(
            Frame::from_raw(raw(format, 2, 9, stride, &bytes)).is_none(),
            "{format:?}: too few bytes for nine rows"
        );
    }
}

#[test]
fn shows_the_colours_of_every_format() {
    // A red picture. In BT.601: lightness 82, blue 90, red 240.
    let red_jpeg = {
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, 95)
            .encode(
                &[255, 0, 0].repeat(16 * 16),
                16,
                16,
                ExtendedColorType::Rgb8,
            )
            .expect("a JPEG");
        bytes
    };
    let cases = [
        (PixelFormat::Yuyv, [82, 90, 82, 240].repeat(128)),
        (
            PixelFormat::Nv12,
            [vec![82; 256], [90, 240].repeat(64)].concat(),
        ),
        (PixelFormat::Rgb, [255, 0, 0].repeat(256)),
        (PixelFormat::Bgr, [0, 0, 255].repeat(256)),
        (PixelFormat::Mjpeg, red_jpeg),
    ];
    for (format, bytes) in cases {
        let frame = Frame::from_raw(raw(format, 16, 16, 0, &bytes)).expect("a frame");
        for max_width in [0, 1, 3, 8, 16, 500] {
            let preview = frame.preview(max_width);
            assert_eq!(
                preview.rgb.len(),
                index(preview.width * preview.height * 3),
                "{format:?}"
            );
            assert!(preview.width <= max_width.max(1));
            for pixel in preview.rgb.chunks(3) {
                assert!(
                    pixel[0] > 245 && pixel[1] < 12 && pixel[2] < 12,
                    "{format:?} {pixel:?}"
                );
            }
        }
    }
}

#[test]
fn a_grey_camera_gives_a_grey_preview() {
    let frame = Frame::from_raw(raw(PixelFormat::Grey, 4, 2, 0, &[7; 8])).expect("a frame");
    assert_eq!(frame.preview(2).rgb, [7; 6]);
}

#[test]
fn a_preview_is_a_jpeg_of_the_asked_width() {
    let frame = Frame::from_raw(raw(PixelFormat::Grey, 64, 32, 0, &[90; 2048])).expect("a frame");
    for quality in [0, 60, 255] {
        let jpeg = frame.preview_jpeg(32, quality);
        let shown = image::load_from_memory_with_format(&jpeg, ImageFormat::Jpeg).expect("a JPEG");
        assert_eq!((shown.width(), shown.height()), (32, 16));
    }
}

#[test]
fn a_damaged_jpeg_frame_is_no_frame() {
    for bytes in [&b""[..], b"\xff\xd8", b"\xff\xd8\xff\xe0 not a picture"] {
        assert!(Frame::from_raw(raw(PixelFormat::Mjpeg, 16, 16, 0, bytes)).is_none());
    }
}
