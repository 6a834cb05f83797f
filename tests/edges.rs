//! The walls of the house: which crate may know which, and what is named in one place only. ARCHITECTURE.md has the
//! reasons.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package, TargetKind};

/// What each of our crates may know of the others. Tests may know segl-testkit, too.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("segl-otp", &[]),
    ("segl-vault", &["segl-otp"]),
    ("segl-scan", &["segl-otp"]),
    ("segl-push", &["segl-otp"]),
    (
        "segl-core",
        &["segl-otp", "segl-vault", "segl-scan", "segl-push"],
    ),
    ("segl-cli", &["segl-core"]),
    ("segl-app", &["segl-core"]),
    ("segl-testkit", &[]),
    ("segl-tests", &[]),
];

/// Crates of others, and the one crate of ours that may name them. A `*` stands for the rest of a name.
const NAMED_BY: &[(&str, &str)] = &[
    ("tauri*", "segl-app"),
    ("wry", "segl-app"),
    ("nokhwa*", "segl-scan"),
    ("v4l*", "segl-scan"),
    ("xcap", "segl-scan"),
    ("rqrr", "segl-scan"),
    ("rxing", "segl-scan"),
    ("reqwest", "segl-push"),
    ("rustls*", "segl-push"),
    ("aws-lc-rs", "segl-push"),
    ("keyring*", "segl-vault"),
    ("secret-service", "segl-vault"),
    ("*-keyring-store", "segl-vault"),
    ("aes-gcm", "segl-vault"),
    ("argon2", "segl-vault"),
    ("hkdf", "segl-vault"),
    ("arboard", "segl-core"),
];

/// Crates of others that only one folder of one of our crates may name.
const NAMED_BELOW: &[(&str, &str)] = &[
    ("aes_gcm", "crates/segl-vault/src/crypto"),
    ("argon2", "crates/segl-vault/src/crypto"),
    ("hkdf", "crates/segl-vault/src/crypto"),
    ("keyring_core", "crates/segl-vault/src/keyring"),
    ("secret_service", "crates/segl-vault/src/keyring"),
    (
        "apple_native_keyring_store",
        "crates/segl-vault/src/keyring",
    ),
    (
        "zbus_secret_service_keyring_store",
        "crates/segl-vault/src/keyring",
    ),
    (
        "windows_native_keyring_store",
        "crates/segl-vault/src/keyring",
    ),
];

/// The one file that may hold unsafe code; the root of its crate cannot forbid it.
const UNSAFE: &str = "src-tauri/src/process.rs";
const UNSAFE_ROOT: &str = "src-tauri/src/lib.rs";

/// Besides the program `segl`, this file may write to the terminal: it says why there will be no window.
const LAST_WORDS: &str = "src-tauri/src/process.rs";

fn workspace() -> Metadata {
    MetadataCommand::new()
        .no_deps()
        .other_options(["--offline".to_owned()])
        .exec()
        .unwrap()
}

fn matches(pattern: &str, name: &str) -> bool {
    match (pattern.strip_suffix('*'), pattern.strip_prefix('*')) {
        (Some(start), _) => name.starts_with(start),
        (_, Some(end)) => name.ends_with(end),
        _ => name == pattern,
    }
}

/// The Rust files that belong to a package, with their texts, without those that are for tests only.
fn sources(package: &Package) -> BTreeMap<PathBuf, String> {
    let folder = package.manifest_path.parent().unwrap().as_std_path();
    let mut files = BTreeMap::new();
    collect(&folder.join("src"), &mut files);
    files
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, String>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "tests" {
            collect(&path, files);
        } else if name.ends_with(".rs") && !name.ends_with("tests.rs") {
            files.insert(path.clone(), fs::read_to_string(&path).unwrap());
        }
    }
}

/// The part of a file that is not its tests: they stand last.
fn without_tests(text: &str) -> &str {
    text.split_once("#[cfg(test)]\nmod ")
        .map_or(text, |(code, _)| code)
}

fn relative(path: &Path, workspace: &Metadata) -> String {
    let path = path
        .strip_prefix(workspace.workspace_root.as_std_path())
        .unwrap();
    path.to_string_lossy().into_owned()
}

/// Whether the code names the crate: `name::` that is not the end of a longer path or name, or `use name;`.
fn names(text: &str, name: &str) -> bool {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .any(|line| {
            let path = line.match_indices(&format!("{name}::")).any(|(at, _)| {
                let before = line[..at].chars().next_back();
                before.is_none_or(|character| {
                    !(character.is_alphanumeric() || "_:".contains(character))
                })
            });
            path || line.contains(&format!("use {name};"))
                || line.contains(&format!("use {name} as"))
        })
}

#[test]
fn no_crate_knows_what_it_may_not() {
    let workspace = workspace();
    let ours: Vec<&str> = workspace
        .packages
        .iter()
        .map(|package| package.name.as_str())
        .collect();
    let mut forbidden = Vec::new();
    for package in &workspace.packages {
        let (_, may_know) = MAY_KNOW
            .iter()
            .find(|(name, _)| *name == package.name.as_str())
            .unwrap_or_else(|| panic!("{} is new: say in MAY_KNOW what it may know", package.name));
        for dependency in &package.dependencies {
            let name = dependency.name.as_str();
            let for_tests = dependency.kind == DependencyKind::Development;
            let allowed = may_know.contains(&name)
                || (for_tests && (name == "segl-testkit" || package.name.as_str() == "segl-tests"));
            if ours.contains(&name) && !allowed {
                forbidden.push(format!("{} -> {name}", package.name));
            }
        }
    }
    assert!(forbidden.is_empty(), "forbidden edges: {forbidden:#?}");
}

#[test]
fn what_one_crate_names_no_other_names() {
    let workspace = workspace();
    let mut forbidden = Vec::new();
    for package in &workspace.packages {
        for dependency in &package.dependencies {
            let rule = NAMED_BY
                .iter()
                .find(|(pattern, _)| matches(pattern, &dependency.name));
            if rule.is_some_and(|(_, owner)| *owner != package.name.as_str()) {
                forbidden.push(format!("{} -> {}", package.name, dependency.name));
            }
        }
    }
    assert!(
        forbidden.is_empty(),
        "these belong to another crate: {forbidden:#?}"
    );
}

#[test]
fn keys_and_the_keyring_are_handled_in_one_folder_each() {
    let workspace = workspace();
    let mut forbidden = Vec::new();
    let mut seen = Vec::new();
    for package in &workspace.packages {
        for (path, text) in sources(package) {
            let path = relative(&path, &workspace);
            for (name, folder) in NAMED_BELOW.iter().filter(|(name, _)| names(&text, name)) {
                let inside =
                    path.starts_with(&format!("{folder}/")) || path == format!("{folder}.rs");
                if inside {
                    seen.push(*name);
                } else {
                    forbidden.push(format!("{path} names {name}"));
                }
            }
        }
    }
    assert!(forbidden.is_empty(), "{forbidden:#?}");
    // Else the search itself would be broken.
    for name in ["aes_gcm", "argon2", "hkdf", "keyring_core"] {
        assert!(seen.contains(&name), "{name} is named nowhere");
    }
}

#[test]
fn unsafe_code_is_allowed_in_one_place() {
    let workspace = workspace();
    for package in &workspace.packages {
        for (path, text) in sources(package) {
            let path = relative(&path, &workspace);
            let allows = text.contains("allow(unsafe_code") || text.contains("expect(unsafe_code");
            assert!(!allows || path == UNSAFE, "{path} allows unsafe code");
        }
        for target in &package.targets {
            let path = relative(target.src_path.as_std_path(), &workspace);
            let shipped = [TargetKind::Lib, TargetKind::Bin]
                .iter()
                .any(|kind| target.kind.contains(kind));
            if path == UNSAFE_ROOT || !shipped {
                continue;
            }
            let text = fs::read_to_string(&target.src_path).unwrap();
            assert!(
                text.contains("#![forbid(unsafe_code)]"),
                "{path} does not forbid unsafe code"
            );
        }
    }
}

#[test]
fn every_crate_keeps_the_lints_of_the_workspace() {
    for package in workspace().packages {
        let manifest = fs::read_to_string(&package.manifest_path).unwrap();
        assert!(
            manifest.contains("[lints]\nworkspace = true"),
            "{}",
            package.name
        );
    }
}

#[test]
fn only_the_program_segl_writes_to_the_terminal() {
    let workspace = workspace();
    for package in &workspace.packages {
        for (path, text) in sources(package) {
            let path = relative(&path, &workspace);
            let may = package.name.as_str() == "segl-cli" || path == LAST_WORDS;
            assert!(may || !text.contains("clippy::print_std"), "{path}");
        }
    }
}

#[test]
fn every_look_at_a_secret_says_why() {
    let workspace = workspace();
    let mut without_reason = Vec::new();
    for package in workspace
        .packages
        .iter()
        .filter(|package| package.name.as_str() != "segl-testkit")
    {
        for (path, text) in sources(package) {
            let lines: Vec<&str> = without_tests(&text).lines().collect();
            for (number, line) in lines.iter().enumerate() {
                let code = line.trim_start();
                if !code.contains(".expose_secret") || code.starts_with("//") {
                    continue;
                }
                if !says_why(&lines[..=number]) {
                    without_reason.push(format!("{}:{}", relative(&path, &workspace), number + 1));
                }
            }
        }
    }
    assert!(
        without_reason.is_empty(),
        "no // EXPOSE: {without_reason:#?}"
    );
}

/// Whether the last line, or the comment directly above the statement that it ends, has a reason.
fn says_why(lines: &[&str]) -> bool {
    let Some((last, above)) = lines.split_last() else {
        return false;
    };
    if last.contains("// EXPOSE:") {
        return true;
    }
    // A statement may be broken into lines: go up to its first.
    let mut above = above.iter().rev().map(|line| line.trim()).peekable();
    while let Some(line) = above.peek() {
        if line.starts_with("//")
            || line.ends_with(';')
            || line.ends_with('{')
            || line.ends_with('}')
            || line.is_empty()
        {
            break;
        }
        above.next();
    }
    above
        .take_while(|line| line.starts_with("//"))
        .any(|line| line.contains("EXPOSE:"))
}
