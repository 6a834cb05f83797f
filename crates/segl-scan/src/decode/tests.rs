use image::{DynamicImage, RgbImage};
use segl_testkit::qr::{self, Correction, Style};

use super::*;

const URI: &str = "otpauth://totp/Example:anna.svensson?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
                   &issuer=Example&algorithm=SHA256&digits=6&period=30";

fn texts(found: &[Found]) -> Vec<&str> {
    found.iter().map(|code| code.text.expose_secret()).collect()
}

fn picture(drawn: &RgbImage) -> Picture {
    Picture::from(luma(drawn))
}

fn luma(drawn: &RgbImage) -> LumaImage {
    let grey = DynamicImage::ImageRgb8(drawn.clone()).into_luma8();
    LumaImage::new(grey.width(), grey.height(), grey.into_raw()).expect("the size fits")
}

#[test]
fn reads_codes_as_pages_and_screens_draw_them() {
    let style = Style::default();
    let cases = [
        ("plain", qr::draw(URI, style)),
        ("white on black", qr::draw(URI, Style::white_on_black())),
        (
            "no border",
            qr::draw(
                URI,
                Style {
                    quiet_zone: 0,
                    ..style
                },
            ),
        ),
        ("no border, on a dark page", {
            let code = qr::draw(
                URI,
                Style {
                    quiet_zone: 1,
                    ..style
                },
            );
            qr::page((900, 700), [20, 20, 24], &[(&code, (200, 100))])
        }),
        (
            "one pixel a module",
            qr::draw(URI, Style { module: 1, ..style }),
        ),
        (
            "two pixels a module",
            qr::draw(URI, Style { module: 2, ..style }),
        ),
        (
            "forty pixels a module",
            qr::draw(
                URI,
                Style {
                    module: 40,
                    ..style
                },
            ),
        ),
        (
            "blue on yellow",
            qr::draw(
                URI,
                Style {
                    dark: [20, 30, 160],
                    light: [250, 240, 90],
                    ..style
                },
            ),
        ),
        (
            "grey on grey",
            qr::draw(
                URI,
                Style {
                    dark: [120; 3],
                    light: [165; 3],
                    ..style
                },
            ),
        ),
        (
            "much correction",
            qr::draw(
                URI,
                Style {
                    correction: Correction::High,
                    ..style
                },
            ),
        ),
        (
            "long",
            qr::draw(
                &"otpauth-migration://offline?data=CjEKCkhlbGxvId".repeat(16),
                style,
            ),
        ),
    ];
    for (name, drawn) in cases {
        let found = find(&picture(&drawn));
        let expected = if name == "long" {
            "otpauth-migration://offline?data=CjEKCkhlbGxvId".repeat(16)
        } else {
            URI.to_owned()
        };
        assert_eq!(texts(&found), [expected], "{name}");
    }
}

#[test]
fn reads_codes_as_cameras_see_them() {
    let scene = |module| {
        qr::scene(&qr::draw(
            URI,
            Style {
                module,
                ..Style::default()
            },
        ))
    };
    let cases = [
        ("as it is", scene(6)),
        ("noise", qr::noisy(&scene(5), 40, 1)),
        ("out of focus", qr::blurred(&scene(6), 2.6)),
        (
            "out of focus and noise",
            qr::noisy(&qr::blurred(&scene(7), 2.5), 12, 2),
        ),
        ("in the dark", qr::noisy(&qr::dimmed(&scene(6), 0.15), 3, 3)),
        ("turned by 30 degrees", qr::turned(&scene(6), 30.0)),
        ("upside down", qr::turned(&scene(6), 180.0)),
        (
            "turned, blurred, noisy",
            qr::noisy(&qr::blurred(&qr::turned(&scene(7), -17.0), 1.8), 10, 4),
        ),
    ];
    for (name, drawn) in cases {
        let found = find(&picture(&drawn));
        assert_eq!(texts(&found), [URI], "{name}");
    }
}

#[test]
fn gives_every_code_of_a_picture_once_and_where_it_is() {
    let style = Style {
        module: 4,
        ..Style::default()
    };
    let (one, two) = (qr::draw("the first", style), qr::draw("the second", style));
    let places = [(&one, (40, 60)), (&two, (600, 300)), (&one, (900, 40))];
    let found = find(&picture(&qr::page((1280, 720), [255; 3], &places)));
    let mut read = texts(&found);
    read.sort_unstable();
    assert_eq!(read, ["the first", "the second"]);

    let second = found
        .iter()
        .find(|code| code.text.expose_secret() == "the second");
    let corners = second.expect("it was read").corners;
    let side = f32::from(u16::try_from(two.width()).expect("small")) - 32.0;
    let (left, top) = (616.0, 316.0);
    let expected = [
        (left, top),
        (left + side, top),
        (left + side, top + side),
        (left, top + side),
    ];
    for (corner, (x, y)) in corners.iter().zip(expected) {
        assert!(
            (corner.x - x).abs() < 9.0 && (corner.y - y).abs() < 9.0,
            "{corners:?}"
        );
    }
}

#[test]
fn every_stage_places_the_corners_of_the_code() {
    let drawn = qr::scene(&qr::draw(
        URI,
        Style {
            module: 8,
            ..Style::default()
        },
    ));
    let luma = luma(&drawn);
    for stage in &stages::ALL {
        for code in run(stage, &luma) {
            assert_eq!(code.text.expose_secret(), URI, "{}", stage.name);
            // The code fills the middle: 720 pixels high at most, its border 32 pixels.
            let side = code.corners[1].x - code.corners[0].x;
            let expected = luma_side(&drawn);
            assert!(
                (side - expected).abs() < 20.0,
                "{}: {side} for {expected}",
                stage.name
            );
        }
    }
}

/// From the first to the last column with black in it, in the middle half of the height.
fn luma_side(drawn: &RgbImage) -> f32 {
    let dark = |x: &u32| (180..540).any(|y| drawn.get_pixel(*x, y).0 == [0; 3]);
    let (first, last) = ((0..1280).find(dark), (0..1280).rev().find(dark));
    let side = last.expect("a code") - first.expect("a code") + 1;
    f32::from(u16::try_from(side).expect("small"))
}

#[test]
fn finds_nothing_where_there_is_no_code() {
    let noise = qr::noisy(
        &RgbImage::from_pixel(640, 480, image::Rgb([128; 3])),
        120,
        5,
    );
    let stripes = RgbImage::from_fn(640, 480, |x, _| {
        image::Rgb([if x % 8 < 4 { 0 } else { 255 }; 3])
    });
    let checks = RgbImage::from_fn(640, 480, |x, y| {
        image::Rgb([if (x / 5 + y / 5) % 2 == 0 { 0 } else { 255 }; 3])
    });
    let dot = RgbImage::from_pixel(1, 1, image::Rgb([0; 3]));
    let line = RgbImage::from_pixel(3000, 1, image::Rgb([0; 3]));
    for drawn in [noise, stripes, checks, dot, line] {
        assert!(find(&picture(&drawn)).is_empty());
    }
}

#[test]
fn stops_at_the_time_limit() {
    let drawn = qr::draw(URI, Style::default());
    assert!(find_within(&picture(&drawn), Duration::ZERO).is_empty());
}

#[test]
fn a_camera_comes_to_every_stage_by_turns() {
    let mut decoder = LiveDecoder::new();
    let blank = LumaImage::new(64, 48, vec![90; 64 * 48]).expect("the size fits");
    let dear = stages::ALL.iter().filter(|stage| !stage.every_time).count();
    let turns: Vec<usize> = (0..2 * dear)
        .map(|_| {
            assert!(decoder.decode(&blank).is_empty());
            decoder.turn
        })
        .collect();
    let expected: Vec<usize> = (1..dear).chain([0]).cycle().take(2 * dear).collect();
    assert_eq!(turns, expected);
}

#[test]
fn a_camera_reads_a_blurred_code_within_a_turn_of_the_stages() {
    let scene = qr::scene(&qr::draw(
        URI,
        Style {
            module: 6,
            ..Style::default()
        },
    ));
    let frame = luma(&qr::noisy(&qr::blurred(&scene, 2.6), 4, 6));
    let mut decoder = LiveDecoder::new();
    let found = (0..stages::ALL.len())
        .map(|_| decoder.decode(&frame))
        .find(|f| !f.is_empty());
    assert_eq!(texts(&found.expect("it is read")), [URI]);
}

#[test]
fn shows_no_text_in_debug_output() {
    let found = find(&picture(&qr::draw("a secret text", Style::default())));
    let shown = format!("{found:?}");
    assert!(
        shown.contains("[redacted]") && !shown.contains("a secret text"),
        "{shown}"
    );
}
