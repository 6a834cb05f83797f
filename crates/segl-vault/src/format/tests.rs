//! Format 1 against its golden files, and against every damage that a bit can do.

use std::fs;
use std::path::PathBuf;

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::body;
use super::header::{Header, PREFIX_BYTES, Purpose};
use super::slot::{Secret, Slot, SlotKind};
use crate::crypto::Key;
use crate::crypto::kdf::Argon2Cost;
use crate::error::{Damage, OpenError};
use crate::id::{SlotId, VaultId};
use crate::model::{Body, EntryKind};
use crate::random::Random;
use crate::recovery::RecoveryCode;
use crate::secret::Passphrase;
use crate::wire;

/// The stream of docs/vault-format.md, section 11.
struct Fixed {
    block: u32,
    bytes: Vec<u8>,
}

impl Fixed {
    fn new() -> Fixed {
        Fixed {
            block: 0,
            bytes: Vec::new(),
        }
    }
}

impl Random for Fixed {
    fn fill(&mut self, wanted: &mut [u8]) {
        while self.bytes.len() < wanted.len() {
            let mut hash = Sha256::new();
            hash.update(b"segl test vector");
            hash.update(self.block.to_le_bytes());
            self.bytes.extend_from_slice(&hash.finalize());
            self.block += 1;
        }
        let rest = self.bytes.split_off(wanted.len());
        wanted.copy_from_slice(&self.bytes);
        self.bytes = rest;
    }
}

const PASSPHRASE: &str = "blåbærsyltetøy på skiva";

/// A vault with every slot that this version can make.
struct Made {
    header: Header,
    master: Key,
    keyring: Key,
    code: RecoveryCode,
    random: Fixed,
}

impl Made {
    fn new(purpose: Purpose, kinds: &[SlotKind]) -> Made {
        let mut random = Fixed::new();
        let mut header = Header::new(VaultId::make_with(&mut random), 1_763_775_000);
        let master = Key::make(&mut random);
        let keyring = Key::make(&mut random);
        let code = RecoveryCode::make(&mut random);
        let passphrase = Passphrase::new(PASSPHRASE.to_owned()).unwrap();
        header.purpose = purpose;
        header.generation = 7;
        header.saved_at = 1_763_775_600;
        for kind in kinds {
            let cost = Argon2Cost::FLOOR;
            let (secret, hint) = match kind {
                SlotKind::Keyring => (Secret::Keyring(&keyring), None),
                SlotKind::Recovery => (Secret::Recovery(&code), None),
                SlotKind::Passphrase => (
                    Secret::Passphrase(&passphrase, cost),
                    Some("\"frokost\"\u{7}"),
                ),
                SlotKind::KeyringAndPassphrase => (
                    Secret::KeyringAndPassphrase(&keyring, &passphrase, cost),
                    None,
                ),
                SlotKind::Biometric | SlotKind::Unknown => unreachable!("nothing makes them"),
            };
            let id = SlotId::make_with(&mut random);
            let now = 1_763_775_060;
            let vault = header.vault;
            let slot = Slot::make(vault, id, &secret, hint, now, &master, &mut random);
            header.slots.push(slot);
        }
        Made {
            header,
            master,
            keyring,
            code,
            random,
        }
    }

    fn seal(&mut self, body: &Body) -> Vec<u8> {
        body::seal(&mut self.header, body, &self.master, 0, &mut self.random).unwrap()
    }

    /// What somebody needs to open it, and what is inside.
    fn description(&self, body: &Value) -> Value {
        json!({
            "passphrase": PASSPHRASE,
            "recovery_code": self.code.to_text().expose_secret(),
            "keyring": BASE64URL_NOPAD.encode(self.keyring.bytes()),
            "master_key_hex": HEXLOWER.encode(self.master.bytes()),
            "body": body,
        })
    }
}

fn full_body() -> Value {
    let fixture = include_str!("../../tests/vectors/body.json");
    serde_json::from_str(fixture).unwrap()
}

fn read_body(value: &Value) -> Body {
    wire::from_json(value.to_string().as_bytes()).unwrap()
}

fn written(body: &Body) -> Value {
    serde_json::from_slice(&wire::to_json(body, 0, 0)).unwrap()
}

fn vectors() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors")
}

/// Compares with a golden file. A file that is not there is made, and the test fails, so that
/// somebody looks at it.
fn assert_golden(name: &str, bytes: &[u8]) {
    let path = vectors().join(name);
    if !path.exists() {
        fs::write(&path, bytes).unwrap();
        panic!("{name} was made: look at it, then add it to the repository");
    }
    assert!(
        fs::read(&path).unwrap() == bytes,
        "{name} is not what this version writes"
    );
}

#[test]
fn writes_the_golden_files_byte_for_byte() {
    let body = full_body();
    for (name, purpose, kinds) in [
        (
            "format-1-vault",
            Purpose::Vault,
            &[
                SlotKind::Keyring,
                SlotKind::Recovery,
                SlotKind::Passphrase,
                SlotKind::KeyringAndPassphrase,
            ][..],
        ),
        (
            "format-1-backup",
            Purpose::Backup,
            &[SlotKind::Passphrase, SlotKind::Recovery],
        ),
    ] {
        let mut made = Made::new(purpose, kinds);
        assert_golden(&format!("{name}.segl"), &made.seal(&read_body(&body)));
        let told = fs::read(vectors().join(format!("{name}.json"))).unwrap();
        let told: Value = serde_json::from_slice(&told).unwrap();
        assert_eq!(told, made.description(&body));
    }
}

#[test]
fn opens_the_golden_files_by_each_slot() {
    for name in ["format-1-vault", "format-1-backup"] {
        let file = fs::read(vectors().join(format!("{name}.segl"))).unwrap();
        let told: Value =
            serde_json::from_slice(&fs::read(vectors().join(format!("{name}.json"))).unwrap())
                .unwrap();
        let text = |key: &str| told[key].as_str().unwrap().to_owned();
        let passphrase = Passphrase::new(text("passphrase")).unwrap();
        let code = RecoveryCode::parse(&text("recovery_code")).unwrap();
        let keyring =
            Key::from_slice(&BASE64URL_NOPAD.decode(text("keyring").as_bytes()).unwrap()).unwrap();
        let header = Header::parse(&file).unwrap();
        for slot in &header.slots {
            let secret = match slot.kind() {
                SlotKind::Keyring => Secret::Keyring(&keyring),
                SlotKind::Recovery => Secret::Recovery(&code),
                SlotKind::Passphrase => Secret::Passphrase(&passphrase, slot.cost().unwrap()),
                SlotKind::KeyringAndPassphrase => {
                    Secret::KeyringAndPassphrase(&keyring, &passphrase, slot.cost().unwrap())
                }
                SlotKind::Biometric | SlotKind::Unknown => unreachable!(),
            };
            let master = slot.open(header.vault, &secret).unwrap();
            assert_eq!(HEXLOWER.encode(master.bytes()), text("master_key_hex"));
            let body = body::open(&file, &header, &master).unwrap();
            assert_eq!(written(&body), told["body"], "{name}, {:?}", slot.kind());
        }
    }
}

#[test]
fn the_specification_shows_the_values_of_the_golden_file() {
    let document = include_str!("../../../../docs/vault-format.md");
    let file = fs::read(vectors().join("format-1-vault.segl")).unwrap();
    let header = Header::parse(&file).unwrap();
    let made = Made::new(Purpose::Vault, &[]);
    let recovery = header
        .slots
        .iter()
        .find(|slot| slot.kind() == SlotKind::Recovery)
        .unwrap();
    let secret = Secret::Recovery(&made.code);
    for (what, value) in [
        ("length", file.len().to_string()),
        ("hash", HEXLOWER.encode(&Sha256::digest(&file))),
        ("vault", header.vault.to_string()),
        ("master key", HEXLOWER.encode(made.master.bytes())),
        (
            "recovery code",
            made.code.to_text().expose_secret().to_owned(),
        ),
        ("recovery key", HEXLOWER.encode(&*made.code.key_bytes())),
        (
            "aad",
            HEXLOWER.encode(&recovery.associated_data(header.vault)),
        ),
        (
            "wrapping key",
            HEXLOWER.encode(recovery.wrapping_key(&secret).bytes()),
        ),
        ("commitment", HEXLOWER.encode(&header.sealing.commitment)),
    ] {
        assert!(
            document.contains(&value),
            "the specification lacks the {what}: {value}"
        );
    }
}

#[test]
fn keeps_what_a_newer_program_wrote() {
    // The fixture has unknown fields at each level and an unknown kind of account.
    let body = read_body(&full_body());
    assert_eq!(written(&body), full_body());
    let unknown = body
        .accounts
        .iter()
        .filter(|a| matches!(a.kind, EntryKind::Unknown(_)));
    assert_eq!(unknown.count(), 1);
}

#[test]
fn an_account_whose_code_it_could_get_wrong_is_kept_as_it_is() {
    for kind in [
        json!({"totp": {"secret": "JBSWY3DP", "algorithm": "SHA1", "digits": 6, "period": 30, "offset": 5}}),
        json!({"totp": {"secret": "JBSWY3DP", "algorithm": "SHA3-256", "digits": 6, "period": 30}}),
        json!({"totp": {"secret": "JBSWY3DP", "algorithm": "sha1", "digits": 6, "period": 30}}),
        json!({"totp": {"secret": "JBSWY3DP", "algorithm": "SHA1", "digits": 11, "period": 30}}),
        json!({"totp": {"secret": "JBSWY3DP", "algorithm": "SHA1", "digits": 262, "period": 30}}),
        json!({"totp": {"secret": "JBSWY3DP", "algorithm": "SHA1", "digits": 6, "period": 0}}),
        json!({"totp": {"secret": "JBSWY3DP", "algorithm": "SHA1", "digits": 6, "counter": 1}}),
        json!({"totp": {"secret": "JBSWY3DP", "algorithm": "SHA1", "period": 30}}),
        json!({"hotp": {"secret": "JBSWY3DP", "algorithm": "SHA1", "digits": 6, "period": 30}}),
        json!({"steam": {"secret": "JBSWY3DP", "digits": 6}}),
        json!({"motp": {"secret": "e3152afee62599c8", "pin": "1234"}}),
        json!({"passkey": {"rp": "example.edu"}, "passkey_backup": [1, 2]}),
    ] {
        let id = "00".repeat(16);
        let body = json!({"accounts": [{"id": id, "issuer": "A", "created_at": 1, "kind": kind}]});
        let read = read_body(&body);
        assert!(
            matches!(read.accounts[0].kind, EntryKind::Unknown(_)),
            "{kind}"
        );
        assert_eq!(written(&read), body);
        assert!(!format!("{read:?}").contains("JBSWY3DP"));
    }
}

#[test]
fn keeps_slots_and_header_fields_that_it_does_not_know() {
    let mut made = Made::new(Purpose::Vault, &[SlotKind::Recovery, SlotKind::Keyring]);
    let vault = made.header.vault;
    made.header.slots[1].retype(vault, "fido2", "credential", "AAECAw");
    let file = made.seal(&Body::default());
    let header = Header::parse(&file).unwrap();
    assert_eq!(header, made.header);
    assert_eq!(header.slots[1].kind(), SlotKind::Unknown);
    assert!(String::from_utf8_lossy(&file).contains(r#""credential":"AAECAw""#));

    let future = with_header(&file, |header| {
        header["note"] = json!({"from": "the future"})
    });
    let rewritten = Header::parse(&future).unwrap().write().unwrap();
    assert!(String::from_utf8_lossy(&rewritten).contains(r#""note":{"from":"the future"}"#));
}

/// The file with another header, not sealed again.
fn with_header(file: &[u8], change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let end = super::header::length(file).unwrap();
    let mut header: Value = serde_json::from_slice(&file[PREFIX_BYTES..end]).unwrap();
    change(&mut header);
    with_header_bytes(file, header.to_string().as_bytes())
}

fn with_header_bytes(file: &[u8], header: &[u8]) -> Vec<u8> {
    let end = super::header::length(file).unwrap();
    let length = u32::try_from(header.len()).unwrap().to_le_bytes();
    [&file[..8], &length, header, &file[end..]].concat()
}

/// Opens with the recovery code, as [`crate::Locked::unlock_with_recovery_code`] does.
fn open(file: &[u8], code: &RecoveryCode) -> Result<Body, String> {
    let header = Header::parse(file).map_err(|error| format!("{error:?}"))?;
    let slot = header
        .slots
        .iter()
        .find(|slot| slot.kind() == SlotKind::Recovery);
    let master = slot
        .ok_or("NoSuchSlot")?
        .open(header.vault, &Secret::Recovery(code))
        .map_err(|_| "WrongRecoveryCode")?;
    body::open(file, &header, &master).map_err(|error| format!("{error:?}"))
}

fn small() -> (Made, Vec<u8>) {
    let mut made = Made::new(Purpose::Vault, &[SlotKind::Recovery]);
    let file = made.seal(&Body::default());
    (made, file)
}

#[test]
fn every_flipped_bit_is_called_damage() {
    let (made, file) = small();
    assert_eq!(open(&file, &made.code), Ok(Body::default()));
    for position in 0..file.len() {
        for bit in 0..8 {
            let mut damaged = file.clone();
            damaged[position] ^= 1 << bit;
            let error = open(&damaged, &made.code).unwrap_err();
            assert!(
                error.starts_with("Damaged("),
                "byte {position}, bit {bit}: {error}"
            );
        }
    }
}

#[test]
fn every_truncation_is_called_damage() {
    let (made, file) = small();
    assert_eq!(open(&[], &made.code).unwrap_err(), "Empty");
    for length in 1..file.len() {
        let error = open(&file[..length], &made.code).unwrap_err();
        assert!(error.starts_with("Damaged("), "{length} bytes: {error}");
    }
    let longer = [file.as_slice(), b"\0"].concat();
    assert_eq!(open(&longer, &made.code).unwrap_err(), "Damaged(Body)");
}

#[test]
fn tells_a_wrong_code_from_a_damaged_file() {
    let (made, file) = small();
    let other = RecoveryCode::make(&mut Fixed::new());
    assert_ne!(other, made.code);
    assert_eq!(open(&file, &other).unwrap_err(), "WrongRecoveryCode");
    // A slot of another vault, whole in itself: its key opens, but is not the key of this body.
    let stranger = Key::make(&mut Fixed::new());
    let mut header = made.header.clone();
    header.slots = vec![Slot::make(
        header.vault,
        SlotId::make(),
        &Secret::Recovery(&other),
        None,
        0,
        &stranger,
        &mut Fixed::new(),
    )];
    let head = header.write().unwrap();
    let end = super::header::length(&file).unwrap();
    let mixed = [head.as_slice(), &file[end..]].concat();
    assert_eq!(open(&mixed, &other).unwrap_err(), "Damaged(Commitment)");
}

#[test]
fn a_slot_of_another_vault_is_called_damage() {
    let (made, file) = small();
    let moved = with_header(&file, |header| header["vault"] = json!("00".repeat(16)));
    assert!(
        open(&moved, &made.code)
            .unwrap_err()
            .starts_with("Damaged(Slot(")
    );
}

#[test]
fn refuses_forged_headers_before_any_work() {
    let mut made = Made::new(Purpose::Vault, &[SlotKind::Passphrase]);
    let file = made.seal(&Body::default());
    let vault = made.header.vault;
    for (field, value) in [
        ("memory_kib", 1024 * 1024 + 1),
        ("memory_kib", u64::from(u32::MAX)),
        ("memory_kib", u64::MAX),
        ("memory_kib", 7),
        ("passes", 21),
        ("passes", 0),
        ("passes", (1 << 32) + 3),
        ("lanes", 9),
        ("lanes", 0),
    ] {
        // The forger makes the checksum fit: it needs no key.
        let mut forged = made.header.clone();
        forged.slots[0].set_number(vault, field, value);
        let head = forged.write().unwrap();
        assert_eq!(
            Header::parse(&head),
            Err(Damage::OutOfBounds("the cost of the passphrase").into()),
            "{field} {value}"
        );
    }
    let many = with_header(&file, |header| {
        let slot = header["slots"][0].clone();
        header["slots"] = Value::Array(vec![slot; 17]);
    });
    assert_eq!(
        Header::parse(&many),
        Err(Damage::OutOfBounds("the number of slots").into())
    );
    let none = with_header(&file, |header| header["slots"] = json!([]));
    assert_eq!(
        Header::parse(&none),
        Err(Damage::OutOfBounds("the number of slots").into())
    );
    let mut long = file.clone();
    long[8..12].copy_from_slice(&u32::MAX.to_le_bytes());
    assert_eq!(
        Header::parse(&long),
        Err(Damage::OutOfBounds("the header's length").into())
    );
}

#[test]
fn says_which_reader_is_needed_only_when_the_file_agrees_with_itself() {
    let (_, file) = small();
    let newer = with_header(&file, |header| {
        *header = json!({"min_reader": 2, "everything": "is different"});
    });
    assert_eq!(Header::parse(&newer), Err(Damage::Header.into()));
    let mut newer = newer;
    newer[7] = b'2';
    assert_eq!(Header::parse(&newer), Err(OpenError::Newer { needs: 2 }));
}

#[test]
fn refuses_headers_that_are_not_what_a_header_is() {
    let (_, file) = small();
    let end = super::header::length(&file).unwrap();
    let json = String::from_utf8(file[PREFIX_BYTES..end].to_vec()).unwrap();
    for header in [
        String::new(),
        "{}".to_owned(),
        "[]".to_owned(),
        "null".to_owned(),
        "[".repeat(60_000),
        json.replace("AES-256-GCM", "AES-128-GCM"),
        json.replace(r#""generation":7"#, r#""generation":-7"#),
        json.replace(r#""generation":7"#, r#""generation":7.5"#),
        json.replace(r#""generation":7"#, r#""generation":7,"generation":8"#),
        json.replace(r#""generation":7"#, r#""x":7,"x":8,"generation":7"#),
        json.replace(
            r#""type":"recovery""#,
            r#""type":"recovery","type":"recovery""#,
        ),
        json.replace(r#""type":"recovery""#, r#""type":["recovery"]"#),
        json.replace(r#""purpose":"vault""#, r#""purpose":"toy""#),
        format!("{json}{{}}"),
    ] {
        let parsed = Header::parse(&with_header_bytes(&file, header.as_bytes()));
        assert_eq!(
            parsed,
            Err(Damage::Header.into()),
            "{}",
            &header[..header.len().min(300)]
        );
    }
}

#[test]
fn no_two_saves_share_a_key_or_a_nonce() {
    let (mut made, file) = small();
    let again = made.seal(&Body::default());
    let first = Header::parse(&file).unwrap().sealing;
    let second = Header::parse(&again).unwrap().sealing;
    assert_ne!(first.salt, second.salt);
    assert_ne!(first.nonce, second.nonce);
    assert_ne!(first.commitment, second.commitment);
}

#[test]
fn a_passphrase_is_the_same_however_its_letters_are_composed() {
    let composed = Passphrase::new("bl\u{e5}b\u{e6}r".to_owned());
    let decomposed = Passphrase::new("bla\u{30a}b\u{e6}r".to_owned());
    assert_eq!(composed, decomposed);
    assert_eq!(Passphrase::new(String::new()), None);
}
