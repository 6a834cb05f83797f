//! The main job through the commands, as a face calls them, with a keyring in memory.

// The lints know test functions, but not what those call.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::sync::Arc;

use segl_core::api::*;
use segl_core::{App, BareDesk, Clock, MemoryKeyring, Parts, commands};

/// 2023-11-14T22:13:20Z, twenty seconds into a period of thirty.
const NOW: i64 = 1_700_000_000;
const URI: &str = "otpauth://totp/Nordvik:ingrid@nordvik.example?secret=JBSWY3DPEHPK3PXP\
                   &issuer=Nordvik";
const SECRET: &str = "JBSWY3DPEHPK3PXP";
/// `oathtool --totp -b JBSWY3DPEHPK3PXP --now '2023-11-14 22:13:20 UTC'`
const CODE: &str = "324550";

struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::from_second(NOW).unwrap()
    }
}

fn app(dir: &Path, keyring: &MemoryKeyring) -> App {
    App::new(Parts {
        data_dir: dir.to_owned(),
        keyring: Arc::new(keyring.clone()),
        clock: Box::new(Stopped),
        desk: Box::new(BareDesk),
        language: Some(Language::En),
    })
}

async fn with_vault(dir: &Path, keyring: &MemoryKeyring) -> App {
    let app = app(dir, keyring);
    let request = CreateVaultRequest {
        keyring: true,
        passphrase: None,
    };
    let status = commands::create_vault(&app, &request).await.unwrap();
    assert_eq!(status.stage, Stage::RecoveryPending);
    let shown = commands::recovery_code(&app, &RecoveryCodeRequest { passphrase: None })
        .await
        .unwrap();
    let code = shown.groups.join(" ").to_lowercase();
    let status = commands::confirm_recovery_code(&app, &ConfirmRecoveryCodeRequest { code })
        .await
        .unwrap();
    assert_eq!(status.stage, Stage::Open);
    app
}

async fn read(app: &App, text: &str) -> ScannedView {
    commands::read_text(
        app,
        &ReadTextRequest {
            text: text.to_owned(),
        },
    )
    .await
    .unwrap()
}

/// Keeps a draft as it was read.
fn as_read(draft: DraftView) -> ConfirmDraftRequest {
    ConfirmDraftRequest {
        draft_id: draft.draft_id,
        issuer: draft.issuer,
        account: draft.account,
        group: None,
        replace: None,
    }
}

async fn add(app: &App, uri: &str) -> AccountView {
    let draft = read(app, uri).await.drafts.remove(0);
    let request = as_read(draft);
    commands::confirm_draft(app, &request).await.unwrap()
}

#[tokio::test]
async fn an_account_is_read_confirmed_kept_and_shown_after_a_restart() {
    let (dir, keyring) = (tempfile::tempdir().unwrap(), MemoryKeyring::new());
    let first = with_vault(dir.path(), &keyring).await;
    let draft = read(&first, URI).await.drafts.remove(0);
    assert_eq!(
        (&*draft.issuer, &*draft.account),
        ("Nordvik", "ingrid@nordvik.example")
    );
    let shown = commands::draft_code(
        &first,
        &DraftRequest {
            draft_id: draft.draft_id,
        },
    )
    .await
    .unwrap();
    assert_eq!(shown.code, CODE);
    add(&first, URI).await;
    first.quit();
    drop(first);

    let second = app(dir.path(), &keyring);
    let status = commands::status(&second, &()).await.unwrap();
    assert_eq!(status.stage, Stage::Locked);
    assert_eq!(status.vault.unwrap().accounts, None);
    commands::unlock(&second, &UnlockRequest::Keyring)
        .await
        .unwrap();
    let codes = commands::codes(&second, &()).await.unwrap().codes;
    assert_eq!(codes.len(), 1);
    assert_eq!(
        (&*codes[0].code, codes[0].valid_until),
        (CODE, Some(NOW + 10))
    );
}

#[tokio::test]
async fn nothing_is_kept_before_the_recovery_code_is_settled() {
    let (dir, keyring) = (tempfile::tempdir().unwrap(), MemoryKeyring::new());
    let app = app(dir.path(), &keyring);
    let request = CreateVaultRequest {
        keyring: true,
        passphrase: None,
    };
    commands::create_vault(&app, &request).await.unwrap();
    let draft = read(&app, URI).await.drafts.remove(0);
    let request = as_read(draft);
    let failure = commands::confirm_draft(&app, &request).await.unwrap_err();
    assert_eq!(failure.code, ErrorCode::RecoveryPending);
    commands::decline_recovery_code(&app, &()).await.unwrap();
    commands::confirm_draft(&app, &request).await.unwrap();
}

#[tokio::test]
async fn another_recovery_code_than_the_one_shown_is_not_taken_as_written_down() {
    let (dir, keyring) = (tempfile::tempdir().unwrap(), MemoryKeyring::new());
    let first = app(dir.path(), &keyring);
    let request = CreateVaultRequest {
        keyring: true,
        passphrase: None,
    };
    commands::create_vault(&first, &request).await.unwrap();
    let other_dir = tempfile::tempdir().unwrap();
    let other = app(other_dir.path(), &keyring);
    commands::create_vault(&other, &request).await.unwrap();
    let foreign = commands::recovery_code(&other, &RecoveryCodeRequest { passphrase: None })
        .await
        .unwrap();
    let code = foreign.groups.join("-");
    let failure = commands::confirm_recovery_code(&first, &ConfirmRecoveryCodeRequest { code })
        .await
        .unwrap_err();
    assert_eq!(failure.code, ErrorCode::RecoveryMismatch);
    let typo = ConfirmRecoveryCodeRequest {
        code: "AAAAA".into(),
    };
    let failure = commands::confirm_recovery_code(&first, &typo)
        .await
        .unwrap_err();
    assert_eq!(failure.code, ErrorCode::RecoveryTypo);
}

#[tokio::test]
async fn a_lost_keyring_is_told_and_the_recovery_code_opens() {
    let (dir, keyring) = (tempfile::tempdir().unwrap(), MemoryKeyring::new());
    let first = app(dir.path(), &keyring);
    let request = CreateVaultRequest {
        keyring: true,
        passphrase: None,
    };
    commands::create_vault(&first, &request).await.unwrap();
    let shown = commands::recovery_code(&first, &RecoveryCodeRequest { passphrase: None })
        .await
        .unwrap();
    let code = shown.groups.concat();
    let typed = ConfirmRecoveryCodeRequest { code: code.clone() };
    commands::confirm_recovery_code(&first, &typed)
        .await
        .unwrap();
    add(&first, URI).await;
    drop(first);

    keyring.forget_all();
    let second = app(dir.path(), &keyring);
    let failure = commands::unlock(&second, &UnlockRequest::Keyring)
        .await
        .unwrap_err();
    assert_eq!(failure.code, ErrorCode::KeyringNoEntry);
    // A code of another vault opens nothing, and the keyring is still what went wrong first.
    let elsewhere = tempfile::tempdir().unwrap();
    let other = app(elsewhere.path(), &MemoryKeyring::new());
    let request = CreateVaultRequest {
        keyring: true,
        passphrase: None,
    };
    commands::create_vault(&other, &request).await.unwrap();
    let request = RecoveryCodeRequest { passphrase: None };
    let shown = commands::recovery_code(&other, &request).await.unwrap();
    let foreign = UnlockRequest::RecoveryCode {
        code: shown.groups.concat(),
    };
    let failure = commands::unlock(&second, &foreign).await.unwrap_err();
    assert_eq!(failure.code, ErrorCode::RecoveryWrong);
    let vault = commands::status(&second, &()).await.unwrap().vault.unwrap();
    let kept = vault.keyring_failure.map(|failure| failure.code);
    assert_eq!(kept, Some(ErrorCode::KeyringNoEntry));
    let status = commands::status(&second, &()).await.unwrap();
    assert_eq!(
        (status.stage, status.keyring),
        (Stage::Locked, KeyringState::NoEntry)
    );
    commands::unlock(&second, &UnlockRequest::RecoveryCode { code })
        .await
        .unwrap();
    commands::renew_keyring(&second, &()).await.unwrap();
    commands::lock(&second, &()).await.unwrap();
    commands::unlock(&second, &UnlockRequest::Keyring)
        .await
        .unwrap();
    assert_eq!(
        commands::accounts(&second, &())
            .await
            .unwrap()
            .accounts
            .len(),
        1
    );
}

#[tokio::test]
async fn a_counter_is_on_the_disk_before_its_code_is_shown() {
    let (dir, keyring) = (tempfile::tempdir().unwrap(), MemoryKeyring::new());
    let first = with_vault(dir.path(), &keyring).await;
    // RFC 4226, appendix D: the codes of the counters 0, 1 and 2.
    let uri = "otpauth://hotp/RFC:4226?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0";
    let account = add(&first, uri).await;
    let request = AccountRequest {
        account_id: account.id,
    };
    assert_eq!(
        commands::advance_counter(&first, &request)
            .await
            .unwrap()
            .code,
        "755224"
    );
    assert_eq!(
        commands::advance_counter(&first, &request)
            .await
            .unwrap()
            .code,
        "287082"
    );
    // No lock, no quit: as if the power had gone.
    std::mem::forget(first);
    let second = app(dir.path(), &keyring);
    commands::unlock(&second, &UnlockRequest::Keyring)
        .await
        .unwrap();
    assert_eq!(
        commands::advance_counter(&second, &request)
            .await
            .unwrap()
            .code,
        "359152"
    );
}

#[tokio::test]
async fn a_second_reading_of_the_same_account_is_called_a_duplicate() {
    let (dir, keyring) = (tempfile::tempdir().unwrap(), MemoryKeyring::new());
    let app = with_vault(dir.path(), &keyring).await;
    let kept = add(&app, URI).await;
    let again = read(&app, URI).await.drafts.remove(0);
    assert_eq!(again.duplicates.len(), 1);
    assert_eq!(again.duplicates[0].account_id, kept.id);
    assert!(again.duplicates[0].same_secret);
    let replace = Some(kept.id.clone());
    let request = ConfirmDraftRequest {
        replace,
        ..as_read(again)
    };
    commands::confirm_draft(&app, &request).await.unwrap();
    assert_eq!(
        commands::accounts(&app, &()).await.unwrap().accounts.len(),
        1
    );
    let request = AccountRequest {
        account_id: kept.id,
    };
    commands::restore_account(&app, &request).await.unwrap();
    assert_eq!(
        commands::accounts(&app, &()).await.unwrap().accounts.len(),
        2
    );
}

#[tokio::test]
async fn other_texts_are_told_apart_in_words() {
    let (dir, keyring) = (tempfile::tempdir().unwrap(), MemoryKeyring::new());
    let app = with_vault(dir.path(), &keyring).await;
    let cases = [
        ("https://www.nordvik.example/mfa", ErrorCode::TextWebAddress),
        ("WIFI:S:nordvik;T:WPA;P:secret;;", ErrorCode::TextWifi),
        (
            "phonefactor://activate_account?code=1&url=x",
            ErrorCode::TextMicrosoft,
        ),
        ("otpauth://totp/x", ErrorCode::SecretMissing),
        ("otpauth://totp/x?secret=0189", ErrorCode::SecretInvalid),
        (
            "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP&digits=99",
            ErrorCode::DigitsUnsupported,
        ),
        (
            "pia://container/SMPH0001?issuer=x",
            ErrorCode::TextContainer,
        ),
        (
            "edumfa-push://edumfa/EDUP1?url=https%3A//x.example",
            ErrorCode::TextEdumfa,
        ),
        ("a shopping list", ErrorCode::TextOther),
        ("", ErrorCode::TextEmpty),
    ];
    for (text, code) in cases {
        let scanned = read(&app, text).await;
        assert!(scanned.drafts.is_empty(), "{text}");
        let found: Vec<_> = scanned
            .problems
            .iter()
            .map(|problem| problem.code)
            .collect();
        assert_eq!(found, [code], "{text}");
        assert!(!scanned.problems[0].hint.is_empty());
    }
}

#[tokio::test]
async fn no_view_holds_the_secret() {
    let (dir, keyring) = (tempfile::tempdir().unwrap(), MemoryKeyring::new());
    let app = with_vault(dir.path(), &keyring).await;
    let mut said = serde_json::to_string(&read(&app, URI).await).unwrap();
    said += &serde_json::to_string(&add(&app, URI).await).unwrap();
    said += &serde_json::to_string(&commands::accounts(&app, &()).await.unwrap()).unwrap();
    said += &serde_json::to_string(&commands::codes(&app, &()).await.unwrap()).unwrap();
    said += &serde_json::to_string(&commands::status(&app, &()).await.unwrap()).unwrap();
    let bad = "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP&digits=99";
    said += &serde_json::to_string(&read(&app, bad).await).unwrap();
    assert!(said.contains("Nordvik") && !said.contains(SECRET) && !said.contains("otpauth"));
}

#[tokio::test]
async fn a_locked_vault_shows_nothing_and_forgets_its_drafts() {
    let (dir, keyring) = (tempfile::tempdir().unwrap(), MemoryKeyring::new());
    let app = with_vault(dir.path(), &keyring).await;
    add(&app, URI).await;
    let draft = read(&app, URI).await.drafts.remove(0);
    commands::lock(&app, &()).await.unwrap();
    let failure = commands::codes(&app, &()).await.err().unwrap();
    assert_eq!(failure.code, ErrorCode::VaultLocked);
    let gone = DraftRequest {
        draft_id: draft.draft_id,
    };
    let failure = commands::draft_code(&app, &gone).await.err().unwrap();
    assert_eq!(failure.code, ErrorCode::DraftMissing);
}

#[tokio::test]
async fn what_another_process_saves_is_taken_over() {
    let (dir, keyring) = (tempfile::tempdir().unwrap(), MemoryKeyring::new());
    let window = with_vault(dir.path(), &keyring).await;
    let terminal = app(dir.path(), &keyring);
    commands::unlock(&terminal, &UnlockRequest::Keyring)
        .await
        .unwrap();
    add(&terminal, URI).await;
    let seen = commands::accounts(&window, &()).await.unwrap().accounts;
    assert_eq!(seen.len(), 1);
    add(&window, "otpauth://totp/other?secret=GEZDGNBVGY3TQOJQ").await;
    assert_eq!(
        commands::codes(&terminal, &()).await.unwrap().codes.len(),
        2
    );
}

#[tokio::test]
async fn an_empty_vault_file_is_damage_and_stays_as_it_is() {
    let (dir, keyring) = (tempfile::tempdir().unwrap(), MemoryKeyring::new());
    drop(with_vault(dir.path(), &keyring).await);
    let file = std::fs::read_dir(dir.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|end| end == "segl"))
        .expect("the vault file");
    std::fs::write(&file, b"").unwrap();
    let app = app(dir.path(), &keyring);
    let status = commands::status(&app, &()).await.unwrap();
    assert_eq!(status.stage, Stage::Damaged);
    let request = CreateVaultRequest {
        keyring: true,
        passphrase: None,
    };
    let failure = commands::create_vault(&app, &request).await.unwrap_err();
    assert_eq!(failure.code, ErrorCode::VaultExists);
    assert_eq!(std::fs::metadata(&file).unwrap().len(), 0);
}
