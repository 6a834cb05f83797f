//! Gives each command of the capability file a permission of its own, so that nothing is allowed
//! that is not on that list.

use std::{env, fs, path::PathBuf};

fn main() {
    let folder = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let file = folder.join("capabilities/main.json");
    println!("cargo:rerun-if-changed={}", file.display());
    let text = fs::read_to_string(file).expect("the capability file is part of the sources");
    let capability: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    let commands: Vec<&'static str> = capability["permissions"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|permission| permission.as_str()?.strip_prefix("allow-"))
        .map(|name| &*name.replace('-', "_").leak())
        .collect();
    let manifest = tauri_build::AppManifest::new().commands(commands.leak());
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))
        .expect("the configuration of the window is valid");
}
