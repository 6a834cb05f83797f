//! A virtual camera: a library that, loaded before a program's own, shows it a camera that sees a
//! picture file. Linux only.
//!
//! ```no_run
//! # fn main() -> std::io::Result<()> {
//! # let program = "some program";
//! let camera = segl_testkit::camera::VirtualCamera::new(std::path::Path::new("/some/folder"))?;
//! let mut command = std::process::Command::new(program);
//! command.envs(camera.environment());
//! # Ok(())
//! # }
//! ```
//!
//! The picture can be changed and faults can be set while the program runs.

use std::{
    ffi::OsString,
    fs,
    io::{self, Cursor},
    path::{Path, PathBuf},
};

use image::{
    DynamicImage, ImageFormat,
    imageops::{self, FilterType},
};

/// A camera that a program sees if it is started with [`VirtualCamera::environment`].
#[derive(Debug)]
pub struct VirtualCamera {
    folder: PathBuf,
    sizes: Vec<(u32, u32)>,
    formats: Vec<Format>,
    rate: u32,
    noise: u32,
}

/// How the camera writes its pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Packed 4:2:2.
    Yuyv,
    /// Two planes 4:2:0.
    Nv12,
    /// A JPEG for each frame.
    Mjpeg,
    /// Lightness only.
    Grey,
}

/// What can be wrong with a camera.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Another program uses it.
    Busy,
    /// It is open and gives no more frames.
    Stall,
    /// The system does not allow to open it.
    Deny,
    /// It is pulled out.
    Unplug,
}

impl VirtualCamera {
    /// What the camera is called.
    pub const NAME: &'static str = "Segl test camera";

    /// A camera of 640x480, 1280x720 and 1920x1080 pixels in YUYV, 30 frames a second, that sees
    /// grey. Its files are in `folder`, which must be there.
    ///
    /// # Errors
    /// If `folder` cannot be written to, or if this is not Linux.
    pub fn new(folder: &Path) -> io::Result<Self> {
        if LIBRARY.is_empty() {
            return Err(io::Error::from(io::ErrorKind::Unsupported));
        }
        let camera = Self {
            folder: folder.to_owned(),
            sizes: vec![(640, 480), (1280, 720), (1920, 1080)],
            formats: vec![Format::Yuyv],
            rate: 30,
            noise: 0,
        };
        camera.repair()?;
        Ok(camera)
    }

    /// With other sizes, in pixels. To be said before [`VirtualCamera::show`].
    #[must_use]
    pub fn with_sizes(mut self, sizes: &[(u32, u32)]) -> Self {
        self.sizes = sizes.to_vec();
        self
    }

    /// With other formats. To be said before [`VirtualCamera::show`].
    #[must_use]
    pub fn with_formats(mut self, formats: &[Format]) -> Self {
        self.formats = formats.to_vec();
        self
    }

    /// With another number of frames a second.
    #[must_use]
    pub fn with_rate(mut self, rate: u32) -> Self {
        self.rate = rate;
        self
    }

    /// With noise: the most that the lightness of a pixel is off, 0 to 64. JPEG frames have none.
    #[must_use]
    pub fn with_noise(mut self, noise: u32) -> Self {
        self.noise = noise;
        self
    }

    /// The library to load before a program's own.
    #[must_use]
    pub fn library(&self) -> &'static Path {
        Path::new(LIBRARY)
    }

    /// What to set for the program: `LD_PRELOAD` and the camera's settings.
    #[must_use]
    pub fn environment(&self) -> Vec<(&'static str, OsString)> {
        let sizes: Vec<_> = self.sizes.iter().map(|(w, h)| format!("{w}x{h}")).collect();
        let formats: Vec<_> = self.formats.iter().map(|format| format.code()).collect();
        vec![
            ("LD_PRELOAD", LIBRARY.into()),
            ("SEGL_CAMERA_PICTURE", self.picture().into()),
            ("SEGL_CAMERA_FAULT", self.fault_file().into()),
            ("SEGL_CAMERA_SIZES", sizes.join(",").into()),
            ("SEGL_CAMERA_FORMATS", formats.join(",").into()),
            ("SEGL_CAMERA_RATE", self.rate.to_string().into()),
            ("SEGL_CAMERA_NOISE", self.noise.to_string().into()),
        ]
    }

    /// Holds `picture` before the camera: in the middle, as large as fits. A running program sees
    /// it with its next frame.
    ///
    /// # Errors
    /// If the camera's folder cannot be written to.
    pub fn show(&self, picture: &DynamicImage) -> io::Result<()> {
        if self.formats.contains(&Format::Mjpeg) {
            for &(width, height) in &self.sizes {
                let name = format!("picture.ppm.{width}x{height}.jpg");
                self.write(&name, &jpeg(picture, width, height)?)?;
            }
        }
        let rgb = picture.to_rgb8();
        let mut bytes = format!("P6\n{} {}\n255\n", rgb.width(), rgb.height()).into_bytes();
        bytes.extend_from_slice(rgb.as_raw());
        self.write("picture.ppm", &bytes)
    }

    /// Makes something wrong with the camera, at once.
    ///
    /// # Errors
    /// If the camera's folder cannot be written to.
    pub fn fault(&self, fault: Fault) -> io::Result<()> {
        let word = match fault {
            Fault::Busy => "BUSY",
            Fault::Stall => "STALL",
            Fault::Deny => "DENY",
            Fault::Unplug => "UNPLUG",
        };
        self.write(FAULT_FILE, word.as_bytes())
    }

    /// Makes it right again.
    ///
    /// # Errors
    /// If the camera's folder cannot be written to.
    pub fn repair(&self) -> io::Result<()> {
        self.write(FAULT_FILE, b"")
    }

    fn picture(&self) -> PathBuf {
        self.folder.join("picture.ppm")
    }

    fn fault_file(&self) -> PathBuf {
        self.folder.join(FAULT_FILE)
    }

    /// Writes beside and renames: the camera never reads half a file.
    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let beside = self.folder.join(format!("{name}.new"));
        fs::write(&beside, bytes)?;
        fs::rename(beside, self.folder.join(name))
    }
}

impl Format {
    fn code(self) -> &'static str {
        match self {
            Self::Yuyv => "YUYV",
            Self::Nv12 => "NV12",
            Self::Mjpeg => "MJPG",
            Self::Grey => "GREY",
        }
    }
}

/// The whole picture on grey, as the camera shows it in its other formats.
fn jpeg(picture: &DynamicImage, width: u32, height: u32) -> io::Result<Vec<u8>> {
    let fitting = picture
        .resize(width, height, FilterType::Nearest)
        .into_rgb8();
    let mut frame = image::RgbImage::from_pixel(width, height, image::Rgb([128; 3]));
    let (left, top) = (
        (width - fitting.width()) / 2,
        (height - fitting.height()) / 2,
    );
    imageops::replace(&mut frame, &fitting, left.into(), top.into());
    let mut bytes = Cursor::new(Vec::new());
    frame
        .write_to(&mut bytes, ImageFormat::Jpeg)
        .map_err(io::Error::other)?;
    Ok(bytes.into_inner())
}

const LIBRARY: &str = env!("VIRTUAL_CAMERA_LIBRARY");
const FAULT_FILE: &str = "fault";
