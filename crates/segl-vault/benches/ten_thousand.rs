//! How long a vault with 10,000 accounts takes to open through a keyring, and to save durably.
//!
//! `cargo bench -p segl-vault` prints one JSON object a line: medians in milliseconds.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement prints what it found"
)]

use std::time::{Duration, Instant};

use segl_vault::{Entry, EntryId, EntryKind, Locked, MemoryKeyring, NewVault, Unlocked, Vault};

const ACCOUNTS: usize = 10_000;
const ROUNDS: usize = 21;

fn main() {
    // Below the folder of the build: a temporary folder is often memory, where nothing is durable.
    let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let keyring = MemoryKeyring::new();
    let Vault::Absent(absent) = Vault::find(dir.path()).unwrap() else {
        unreachable!("the folder is new")
    };
    let new = NewVault {
        keyring: Some(&keyring),
        ..NewVault::default()
    };
    let mut vault = absent.create(new, 0).unwrap().vault;
    vault
        .change(0, |body| {
            body.accounts.extend((0..ACCOUNTS).map(entry));
            Ok::<(), ()>(())
        })
        .unwrap();

    let (mut saves, mut opens) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        saves.push(time(|| save(&mut vault)));
        let locked = vault.lock();
        let mut opened = None;
        opens.push(time(|| opened = Some(open(locked, &keyring))));
        vault = opened.unwrap();
    }
    println!(
        r#"{{"accounts":{ACCOUNTS},"open_ms":{:.1},"save_ms":{:.1}}}"#,
        median(opens),
        median(saves)
    );
}

fn entry(number: usize) -> Entry {
    let uri = format!(
        "otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ&period={}",
        30 + number % 2
    );
    let otp = segl_otp::parse_uri(&uri).unwrap().otp;
    let account = format!("person{number}@example.edu");
    Entry::new(
        EntryId::make(),
        "Example University",
        &account,
        EntryKind::Otp(otp),
        0,
    )
}

fn save(vault: &mut Unlocked) {
    vault
        .change(1, |body| {
            body.accounts[0].favourite ^= true;
            Ok::<(), ()>(())
        })
        .unwrap();
}

fn open(locked: Locked, keyring: &MemoryKeyring) -> Unlocked {
    locked.unlock_with_keyring(keyring).unwrap()
}

fn time(work: impl FnOnce()) -> Duration {
    let started = Instant::now();
    work();
    started.elapsed()
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1000.0
}
