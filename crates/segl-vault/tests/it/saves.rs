//! Saves: durable or not at all, whatever lies about and whoever else writes.

use std::fs::{self, File};
use std::path::Path;
use std::thread;

use segl_otp::Otp;
use segl_vault::{
    ChangeError, Entry, EntryId, EntryKind, FileError, NewVault, SaveError, Vault, generations,
};

use crate::{Home, NOW, add, entry, names, otp};

#[test]
fn a_refused_change_saves_nothing() {
    let home = Home::new();
    let mut vault = home.with_keyring();
    let before = fs::read(home.vault_file()).unwrap();
    let refused = vault.change(NOW, |body| {
        body.accounts.push(entry("ola"));
        Err::<(), &str>("no")
    });
    assert_eq!(refused, Err(ChangeError::Edit("no")));
    assert_eq!(vault.body().accounts.len(), 0);
    assert_eq!(fs::read(home.vault_file()).unwrap(), before);
}

#[test]
fn a_counter_is_on_disk_before_its_code_is_shown() {
    let home = Home::new();
    let mut vault = home.with_keyring();
    let hotp = otp("otpauth://hotp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=41");
    let id = EntryId::make();
    vault
        .change(NOW, |body| {
            body.accounts
                .push(Entry::new(id, "", "", EntryKind::Otp(hotp), NOW));
            Ok::<(), ()>(())
        })
        .unwrap();
    let used = vault
        .change(NOW, |body| {
            match &mut body.entry_mut(id).ok_or("gone")?.kind {
                EntryKind::Otp(Otp::Hotp(hotp)) => {
                    let used = hotp.counter;
                    *hotp = hotp.advanced().ok_or("at its end")?;
                    Ok::<u64, &str>(used)
                }
                _ => Err("gives no codes"),
            }
        })
        .unwrap();
    assert_eq!(used, 41);
    let again = home.unlocked();
    let EntryKind::Otp(otp) = &again.body().entry(id).unwrap().kind else {
        panic!()
    };
    assert_eq!(otp.counter(), Some(42));
}

#[test]
fn two_handles_on_one_folder_lose_nothing() {
    let home = Home::new();
    let mut first = home.with_keyring();
    let mut second = home.unlocked();
    add(&mut first, "one");
    add(&mut second, "two");
    add(&mut first, "three");
    assert_eq!(names(first.body()), ["one", "two", "three"]);
    assert!(second.refresh().unwrap());
    assert!(!second.refresh().unwrap());
    assert_eq!(names(second.body()), ["one", "two", "three"]);
    assert_eq!(second.generation(), 4);

    // A slot that one handle makes is a slot of the other.
    let code = first.make_recovery_code(None, NOW).unwrap();
    add(&mut second, "four");
    let third = second.lock().unlock_with_recovery_code(&code).unwrap();
    assert_eq!(names(third.body()), ["one", "two", "three", "four"]);
}

#[test]
fn many_writers_at_once_lose_nothing() {
    let home = Home::new();
    drop(home.with_keyring());
    thread::scope(|scope| {
        for writer in 0..4 {
            let home = &home;
            scope.spawn(move || {
                let mut vault = home.unlocked();
                for change in 0..8 {
                    add(&mut vault, &format!("{writer}.{change}"));
                }
            });
        }
    });
    let vault = home.unlocked();
    assert_eq!(vault.generation(), 33);
    for writer in 0..4 {
        let prefix = format!("{writer}.");
        let of_one: Vec<_> = names(vault.body())
            .into_iter()
            .filter(|name| name.starts_with(&prefix))
            .collect();
        let expected: Vec<String> = (0..8).map(|change| format!("{writer}.{change}")).collect();
        assert_eq!(of_one, expected, "in the order in which they were made");
    }
}

#[test]
fn a_lock_that_another_process_holds_is_told_and_reading_goes_on() {
    let home = Home::new();
    let mut vault = home.with_keyring();
    let other = File::options()
        .write(true)
        .open(home.data().join("vault.lock"))
        .unwrap();
    other.lock().unwrap();
    let refused = vault.change(NOW, |_| Ok::<(), ()>(()));
    assert_eq!(refused, Err(SaveError::InUse.into()));
    assert!(home.locked().unlock_with_keyring(&home.keyring).is_ok());
    drop(other);
    add(&mut vault, "ola");
}

#[test]
fn an_older_or_another_vault_on_disk_is_not_written_over() {
    let home = Home::new();
    let mut vault = home.with_keyring();
    let older = fs::read(home.vault_file()).unwrap();
    add(&mut vault, "ola");
    let newer = fs::read(home.vault_file()).unwrap();
    let another = Home::new();
    drop(another.with_keyring());
    for replaced in [&older, &fs::read(another.vault_file()).unwrap()] {
        fs::write(home.vault_file(), replaced).unwrap();
        assert_eq!(vault.refresh(), Err(SaveError::Replaced));
        let refused = vault.change(NOW, |_| Ok::<(), ()>(()));
        assert_eq!(refused, Err(SaveError::Replaced.into()));
        assert_eq!(&fs::read(home.vault_file()).unwrap(), replaced);
    }
    fs::write(home.vault_file(), b"").unwrap();
    assert!(matches!(vault.refresh(), Err(SaveError::Open(_))));
    fs::write(home.vault_file(), newer).unwrap();
    add(&mut vault, "kari");
    assert_eq!(names(home.unlocked().body()), ["ola", "kari"]);
}

#[test]
fn a_folder_that_is_gone_is_not_made_again_behind_the_users_back() {
    let home = Home::new();
    let mut vault = home.with_keyring();
    fs::remove_dir_all(home.data()).unwrap();
    let refused = vault.change(NOW, |_| Ok::<(), ()>(()));
    assert_eq!(refused, Err(SaveError::Missing.into()));
    assert!(!home.data().exists());
}

#[test]
fn what_an_interrupted_save_left_behind_is_in_nobodys_way() {
    let home = Home::new();
    let mut vault = home.with_keyring();
    add(&mut vault, "ola");
    let temporary = home.data().join("vault.segl.new");
    let whole = fs::read(home.vault_file()).unwrap();
    // Killed before the first byte, in the middle, and just before the rename.
    for left in [&b""[..], &whole[..whole.len() / 2], &whole[..]] {
        fs::write(&temporary, left).unwrap();
        assert_eq!(names(home.unlocked().body()).first(), Some(&"ola"));
        let before = vault.body().accounts.len();
        add(&mut vault, "more");
        assert_eq!(home.unlocked().body().accounts.len(), before + 1);
        assert!(!temporary.exists());
    }
    // Killed between the link and the rename: the generation is there already.
    let name = format!("{:012}-{}.segl", vault.generation(), vault.saved_at());
    fs::hard_link(
        home.vault_file(),
        home.data().join("generations").join(name),
    )
    .unwrap();
    add(&mut vault, "last");
    assert_eq!(names(home.unlocked().body()).last(), Some(&"last"));
}

#[test]
fn a_save_that_cannot_happen_leaves_the_old_state_everywhere() {
    let home = Home::new();
    let mut vault = home.with_keyring();
    add(&mut vault, "ola");
    let before = fs::read(home.vault_file()).unwrap();
    // A folder under the temporary's name: nothing can be written there, whoever one is.
    let temporary = home.data().join("vault.segl.new");
    fs::create_dir(&temporary).unwrap();
    let refused = vault.change(NOW, |body| {
        body.accounts.clear();
        Ok::<(), ()>(())
    });
    assert!(
        matches!(refused, Err(ChangeError::Save(SaveError::File(_)))),
        "{refused:?}"
    );
    assert_eq!(names(vault.body()), ["ola"]);
    assert_eq!(fs::read(home.vault_file()).unwrap(), before);
    fs::remove_dir(&temporary).unwrap();
    add(&mut vault, "kari");
    assert_eq!(names(home.unlocked().body()), ["ola", "kari"]);
}

#[test]
fn generations_are_the_earlier_states_and_can_be_read() {
    let home = Home::new();
    assert_eq!(generations(&home.data()), Ok(vec![]));
    let mut vault = home.with_keyring();
    assert_eq!(generations(&home.data()), Ok(vec![]));
    for name in ["1", "2", "3", "4", "5", "6", "7"] {
        add(&mut vault, name);
    }
    let kept = generations(&home.data()).unwrap();
    let numbers: Vec<u64> = kept
        .iter()
        .map(|generation| generation.generation)
        .collect();
    assert_eq!(numbers, [7, 6, 5, 4, 3]);
    assert_eq!(
        names(&vault.read_generation(&kept[1]).unwrap()),
        ["1", "2", "3", "4", "5"]
    );

    // A generation is a vault file like any other.
    let restored = Home::new();
    fs::create_dir_all(restored.data()).unwrap();
    fs::copy(&kept[0].path, restored.vault_file()).unwrap();
    let vault = restored
        .locked()
        .unlock_with_keyring(&home.keyring)
        .unwrap();
    assert_eq!(vault.body().accounts.len(), 6);
}

#[test]
fn one_generation_a_day_is_kept_for_a_week() {
    const DAY: u64 = 24 * 60 * 60;
    let home = Home::new();
    let mut vault = home.with_keyring();
    for day in 0..12 {
        for minute in 0..7 {
            vault
                .change(NOW + day * DAY + minute * 60, |_| Ok::<(), ()>(()))
                .unwrap();
        }
    }
    let days: Vec<u64> = generations(&home.data())
        .unwrap()
        .iter()
        .map(|generation| (generation.saved_at - NOW) / DAY)
        .collect();
    assert_eq!(days, [11, 11, 11, 11, 11, 10, 9, 8, 7, 6, 5]);
}

#[test]
fn ten_thousand_accounts_stay_small_and_whole() {
    let home = Home::new();
    let mut vault = home.with_keyring();
    vault
        .change(NOW, |body| {
            body.accounts
                .extend((0..10_000).map(|number| entry(&format!("user{number}"))));
            Ok::<(), ()>(())
        })
        .unwrap();
    let size = fs::metadata(home.vault_file()).unwrap().len();
    assert!((2_000_000..2_600_000).contains(&size), "{size} bytes");
    assert_eq!(home.unlocked().body(), vault.body());
}

#[test]
fn a_vault_that_would_be_too_large_is_not_saved() {
    let home = Home::new();
    let mut vault = home.with_keyring();
    let refused = vault.change(NOW, |body| {
        let mut entry = entry("ola");
        entry.note = "x".repeat(64 * 1024 * 1024);
        body.accounts.push(entry);
        Ok::<(), ()>(())
    });
    assert_eq!(refused, Err(SaveError::TooLarge.into()));
    assert_eq!(vault.body().accounts.len(), 0);
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;

    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

#[cfg(unix)]
#[test]
fn folders_and_files_are_for_their_owner_only() {
    let home = Home::new();
    let mut vault = home.with_keyring();
    add(&mut vault, "ola");
    assert_eq!(mode(&home.data()), 0o700);
    assert_eq!(mode(&home.data().join("generations")), 0o700);
    assert_eq!(mode(&home.vault_file()), 0o600);
    assert_eq!(mode(&home.data().join("vault.lock")), 0o600);
    assert_eq!(mode(&generations(&home.data()).unwrap()[0].path), 0o600);

    // Somebody made the file readable: the next save is not.
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(home.vault_file(), fs::Permissions::from_mode(0o644)).unwrap();
    add(&mut vault, "kari");
    assert_eq!(mode(&home.vault_file()), 0o600);
}

#[cfg(unix)]
#[test]
fn a_vault_behind_a_link_stays_behind_it() {
    let home = Home::new();
    let mut vault = home.with_keyring();
    let elsewhere = home.dir.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::rename(home.vault_file(), elsewhere.join("real.segl")).unwrap();
    std::os::unix::fs::symlink(elsewhere.join("real.segl"), home.vault_file()).unwrap();
    add(&mut vault, "ola");
    assert!(
        fs::symlink_metadata(home.vault_file())
            .unwrap()
            .is_symlink()
    );
    assert_eq!(names(home.unlocked().body()), ["ola"]);
    assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_and_missing_rights_have_their_names() {
    // Nobody can make a folder in /proc, root included.
    let Vault::Absent(absent) = Vault::find(Path::new("/proc/segl")).unwrap() else {
        panic!()
    };
    let new = NewVault {
        recovery_code: true,
        ..NewVault::default()
    };
    let refused = absent.create(new, NOW).unwrap_err();
    let reason = FileError::Io(std::io::ErrorKind::NotFound);
    assert_eq!(refused.reason, SaveError::File(reason).into());
    for (kind, named) in [
        (std::io::ErrorKind::StorageFull, FileError::Full),
        (std::io::ErrorKind::QuotaExceeded, FileError::Full),
        (std::io::ErrorKind::ReadOnlyFilesystem, FileError::ReadOnly),
        (std::io::ErrorKind::PermissionDenied, FileError::Denied),
        (
            std::io::ErrorKind::TimedOut,
            FileError::Io(std::io::ErrorKind::TimedOut),
        ),
    ] {
        assert_eq!(FileError::from(std::io::Error::from(kind)), named);
    }
}
