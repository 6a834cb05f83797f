//! The window may call the commands of the one list, two of the shell, and hear events: nothing
//! else, and nothing by a plugin's default set.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What the shell has beside the list, and what listening to events takes.
const BESIDE_THE_LIST: [&str; 4] = [
    "allow-camera-frame",
    "allow-open-help",
    "core:event:allow-listen",
    "core:event:allow-unlisten",
];

fn shell(file: &str) -> serde_json::Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../src-tauri")
        .join(file);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn the_window_may_call_the_listed_commands_and_no_others() {
    let capability = shell("capabilities/main.json");
    let allowed: BTreeSet<String> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|permission| permission.as_str().unwrap().to_owned())
        .collect();
    let listed = segl_core::api::bindings::command_names();
    let wanted: BTreeSet<String> = listed
        .iter()
        .map(|name| format!("allow-{}", name.replace('_', "-")))
        .chain(BESIDE_THE_LIST.map(str::to_owned))
        .collect();
    assert_eq!(allowed, wanted);
}

#[test]
fn the_window_loads_nothing_from_outside_and_runs_no_inline_script() {
    let config = shell("tauri.conf.json");
    let security = &config["app"]["security"];
    assert_eq!(security["csp"]["default-src"], "'none'");
    let sources = security["csp"].as_object().unwrap().values();
    for source in sources.map(|source| source.as_str().unwrap()) {
        assert!(
            !source.contains("unsafe") && !source.contains('*'),
            "{source}"
        );
        let outside = source.replace("http://ipc.localhost", "");
        assert!(!outside.contains("http"), "{source}");
    }
    assert_eq!(security["freezePrototype"], true);
    assert_eq!(security["assetProtocol"]["enable"], false);
    assert_eq!(config["app"]["withGlobalTauri"], false);
}
