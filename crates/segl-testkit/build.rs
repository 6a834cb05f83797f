//! Compiles the virtual camera (`camera/*.c`), a library that is loaded before a program's own.
//! Only Linux has the interface that it pretends to be; elsewhere the path is empty.

use std::{env, path::PathBuf};

const SOURCES: [&str; 3] = ["camera/libc.c", "camera/device.c", "camera/picture.c"];

fn main() {
    let mut library = PathBuf::new();
    if env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        let out = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
        library = PathBuf::from(out).join("libvirtualcamera.so");
        let compiler = cc::Build::new()
            .pic(true)
            .opt_level(2)
            .warnings(true)
            .get_compiler();
        let status = compiler
            .to_command()
            .args([
                "-std=gnu11",
                "-Wno-parentheses",
                "-shared",
                "-pthread",
                "-o",
            ])
            .arg(&library)
            .args(SOURCES)
            .arg("-ldl")
            .status()
            .expect("a C compiler");
        assert!(status.success(), "the virtual camera does not compile");
    }
    for file in SOURCES.iter().chain(&["camera/camera.h", "build.rs"]) {
        println!("cargo:rerun-if-changed={file}");
    }
    println!(
        "cargo:rustc-env=VIRTUAL_CAMERA_LIBRARY={}",
        library.display()
    );
}
