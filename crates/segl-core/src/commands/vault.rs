//! Making, opening and locking the vault, and its ways in.

use std::sync::Arc;

use secrecy::ExposeSecret;

use segl_vault::{
    Argon2Cost, Created, KeyName, KeyringError, NewPassphrase, NewVault, Passphrase, Proof,
    RecoveryCode, Refused, SlotId, SlotKind, VaultId,
};

use crate::api::{
    AppEvent, CheckRecoveryGroupRequest, ConfirmRecoveryCodeRequest, CreateVaultRequest, ErrorCode,
    Failure, RecoveryCodeRequest, RecoveryCodeView, RecoveryGroupView, RemovePassphraseRequest,
    SetPassphraseRequest, Stage, StatusView, UnlockRequest,
};
use crate::app::{App, Inner};
use crate::problem::Problem;
use crate::session::{OpenVault, Session};

/// Fewer characters than this are not taken for a passphrase.
const SHORTEST_PASSPHRASE: usize = 8;
const RECOVERY_GROUPS: u32 = 6;
const RECOVERY_GROUP_LENGTH: u32 = 5;

/// Makes the vault, with the ways in that were chosen and a recovery code.
///
/// # Errors
/// If there is a vault already, no way in was chosen, the passphrase is too short, or the keyring
/// or the disk fails. Then there is still no vault.
pub async fn create_vault(app: &App, request: &CreateVaultRequest) -> Result<StatusView, Failure> {
    let request = request.clone();
    app.blocking(move |inner| {
        let passphrase = request.passphrase.map(new_passphrase).transpose()?;
        let place = crate::lock(&inner.session).take_absent()?;
        let new = NewVault {
            keyring: request.keyring.then_some(&*inner.keyring),
            passphrase: passphrase.as_ref().map(|passphrase| NewPassphrase {
                passphrase,
                hint: None,
                cost: Argon2Cost::calibrate_here(),
            }),
            recovery_code: true,
        };
        match place.create(new, inner.clock.unix()) {
            Ok(Created {
                vault,
                recovery_code,
            }) => {
                let unsettled = recovery_code.map(Arc::new);
                *crate::lock(&inner.session) =
                    Session::Open(Box::new(OpenVault { vault, unsettled }));
            }
            Err(Refused { state, reason }) => {
                *crate::lock(&inner.session) = Session::Absent(state);
                return Err(Problem::from(reason).in_folder(&inner.data_dir));
            }
        }
        Ok(inner.changed())
    })
    .await
}

/// Opens the vault, and goes on with enrolments that were interrupted.
///
/// # Errors
/// Why it stays locked: the reasons of the keyring, a wrong passphrase or code, a damaged file.
pub async fn unlock(app: &App, request: &UnlockRequest) -> Result<StatusView, Failure> {
    let status = open(app, request).await?;
    app.resume_enrolments();
    app.0.poll_now.notify_one();
    Ok(status)
}

/// Opens the vault, and nothing else.
pub(crate) async fn open(app: &App, request: &UnlockRequest) -> Result<StatusView, Failure> {
    let request = request.clone();
    app.blocking(move |inner| {
        if crate::lock(&inner.session).open().is_ok() {
            return Ok(inner.status());
        }
        // Read what was typed before the vault is taken out of its place.
        let way = Way::read(request)?;
        let locked = crate::lock(&inner.session).take_locked()?;
        let outcome = match &way {
            Way::Keyring => locked.unlock_with_keyring(&*inner.keyring),
            Way::Passphrase(passphrase) => locked.unlock_with_passphrase(passphrase),
            Way::RecoveryCode(code) => locked.unlock_with_recovery_code(code),
        };
        crate::lock(&inner.session).settle(outcome, matches!(way, Way::Keyring))?;
        Ok(inner.changed())
    })
    .await
}

/// Locks: keys, open requests, drafts and the copied code are wiped.
///
/// # Errors
/// Only if the program itself fails.
pub async fn lock(app: &App, (): &()) -> Result<StatusView, Failure> {
    app.blocking(|inner| {
        inner.lock_now();
        Ok(inner.status())
    })
    .await
}

/// Shows the recovery code that was made and not settled yet, or makes a new one.
///
/// # Errors
/// If it was settled already, or a new one cannot be made without the passphrase.
pub async fn recovery_code(
    app: &App,
    request: &RecoveryCodeRequest,
) -> Result<RecoveryCodeView, Failure> {
    let passphrase = request.passphrase.clone();
    app.blocking(move |inner| {
        let mut session = crate::lock(&inner.session);
        if session.stage() == Stage::Open {
            return Err(ErrorCode::RecoverySettled.into());
        }
        let now = inner.clock.unix();
        let open = session.open_vault_mut()?;
        let code = match &open.unsettled {
            Some(code) => Arc::clone(code),
            None => make_recovery_code(open, passphrase, now)?,
        };
        let slot = open
            .vault
            .slots()
            .into_iter()
            .find(|slot| slot.kind == SlotKind::Recovery);
        let made_at = slot.map_or(now, |slot| slot.created_at);
        Ok(recovery_view(
            &code,
            &open.vault.vault_id().to_string(),
            made_at,
        ))
    })
    .await
}

/// Whether one group of a recovery code adds up, while it is being typed.
///
/// # Errors
/// Only if the program itself fails.
pub async fn check_recovery_group(
    app: &App,
    request: &CheckRecoveryGroupRequest,
) -> Result<RecoveryGroupView, Failure> {
    let request = request.clone();
    app.blocking(move |_| {
        let position = usize::try_from(request.index).map_err(Problem::internal)? + 1;
        Ok(RecoveryGroupView {
            fits: RecoveryCode::check_group(position, &request.text).is_ok(),
            groups: RECOVERY_GROUPS,
            length: RECOVERY_GROUP_LENGTH,
        })
    })
    .await
}

/// Takes the recovery code typed back as proof that it was written down.
///
/// # Errors
/// If it is not the code that was shown.
pub async fn confirm_recovery_code(
    app: &App,
    request: &ConfirmRecoveryCodeRequest,
) -> Result<StatusView, Failure> {
    let typed = request.code.clone();
    app.blocking(move |inner| {
        let typed = RecoveryCode::parse(&typed)?;
        let now = inner.clock.unix();
        {
            let mut session = crate::lock(&inner.session);
            let open = session.open_vault_mut()?;
            open.vault
                .confirm_recovery_code(&typed, now)
                .map_err(|error| match error {
                    segl_vault::SlotError::WrongProof => ErrorCode::RecoveryMismatch.into(),
                    other => Problem::from(other).in_folder(&inner.data_dir),
                })?;
            open.unsettled = None;
        }
        Ok(inner.changed())
    })
    .await
}

/// Does without a recovery code: the person said so explicitly.
///
/// # Errors
/// If the vault cannot be saved.
pub async fn decline_recovery_code(app: &App, (): &()) -> Result<StatusView, Failure> {
    app.blocking(|inner| {
        let now = inner.clock.unix();
        {
            let mut session = crate::lock(&inner.session);
            let open = session.open_vault_mut()?;
            open.vault.decline_recovery_code(now)?;
            open.unsettled = None;
        }
        Ok(inner.changed())
    })
    .await
}

/// Makes a new recovery code; the old one opens nothing any more. It waits to be confirmed.
///
/// # Errors
/// If the passphrase is needed and wrong, or the vault cannot be saved.
pub async fn renew_recovery_code(
    app: &App,
    request: &RecoveryCodeRequest,
) -> Result<StatusView, Failure> {
    let passphrase = request.passphrase.clone();
    app.blocking(move |inner| {
        let now = inner.clock.unix();
        make_recovery_code(
            crate::lock(&inner.session).open_vault_mut()?,
            passphrase,
            now,
        )?;
        Ok(inner.changed())
    })
    .await
}

/// Sets or changes the passphrase.
///
/// # Errors
/// If it is too short, the old one is wrong, or the vault cannot be saved.
pub async fn set_passphrase(
    app: &App,
    request: &SetPassphraseRequest,
) -> Result<StatusView, Failure> {
    let request = request.clone();
    app.blocking(move |inner| {
        let passphrase = new_passphrase(request.new)?;
        let current = request.current.and_then(Passphrase::new);
        let cost = Argon2Cost::calibrate_here();
        let now = inner.clock.unix();
        let new = NewPassphrase {
            passphrase: &passphrase,
            hint: request.hint.as_deref(),
            cost,
        };
        crate::lock(&inner.session).open_mut()?.set_passphrase(
            current.as_ref().map(Proof::Passphrase),
            new,
            now,
        )?;
        Ok(inner.changed())
    })
    .await
}

/// Gives up the passphrase.
///
/// # Errors
/// If it is wrong, or the last way in.
pub async fn remove_passphrase(
    app: &App,
    request: &RemovePassphraseRequest,
) -> Result<StatusView, Failure> {
    let current = Passphrase::new(request.current.clone());
    app.blocking(move |inner| {
        let now = inner.clock.unix();
        let proof = current.as_ref().map(Proof::Passphrase);
        crate::lock(&inner.session)
            .open_mut()?
            .remove_passphrase(proof, now)?;
        Ok(inner.changed())
    })
    .await
}

/// Puts a fresh key into the keyring.
///
/// # Errors
/// The reasons of the keyring and the disk.
pub async fn renew_keyring(app: &App, (): &()) -> Result<StatusView, Failure> {
    app.blocking(|inner| {
        let now = inner.clock.unix();
        crate::lock(&inner.session)
            .open_mut()?
            .set_keyring(&*inner.keyring, now)?;
        *crate::lock(&inner.keyring_seen) = None;
        Ok(inner.changed())
    })
    .await
}

impl Inner {
    /// The way in that never waits: wipes all that an open vault left in memory.
    pub(crate) fn lock_now(&self) {
        self.stop_camera();
        self.clipboard.clear();
        self.write_used();
        crate::lock(&self.session).lock();
        crate::lock(&self.drafts).drop_all();
        crate::lock(&self.enrolments).forget_all();
        self.forget_approvals();
        self.changed();
    }

    pub(crate) fn ask_keyring(&self) -> Result<(), Problem> {
        // A name that nothing has: an answer of "no entry" proves that the keyring works.
        let nobody = KeyName {
            vault: VaultId::make(),
            slot: SlotId::make(),
        };
        match self.keyring.read(&nobody) {
            Ok(_) | Err(KeyringError::NoEntry) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn changed(&self) -> StatusView {
        self.emit(AppEvent::Status);
        self.emit(AppEvent::Accounts);
        self.status()
    }
}

/// A way in, as it was typed.
enum Way {
    Keyring,
    Passphrase(Passphrase),
    RecoveryCode(RecoveryCode),
}

impl Way {
    fn read(request: UnlockRequest) -> Result<Self, Problem> {
        Ok(match request {
            UnlockRequest::Keyring => Self::Keyring,
            UnlockRequest::Passphrase { passphrase } => {
                Self::Passphrase(Passphrase::new(passphrase).ok_or(ErrorCode::PassphraseWrong)?)
            }
            UnlockRequest::RecoveryCode { code } => Self::RecoveryCode(RecoveryCode::parse(&code)?),
        })
    }
}

fn make_recovery_code(
    open: &mut OpenVault,
    passphrase: Option<String>,
    now: u64,
) -> Result<Arc<RecoveryCode>, Problem> {
    let passphrase = passphrase.and_then(Passphrase::new);
    let proof = passphrase.as_ref().map(Proof::Passphrase);
    let code = Arc::new(open.vault.make_recovery_code(proof, now)?);
    open.unsettled = Some(Arc::clone(&code));
    Ok(code)
}

fn new_passphrase(text: String) -> Result<Passphrase, Problem> {
    if text.chars().count() < SHORTEST_PASSPHRASE {
        return Err(ErrorCode::PassphraseShort.into());
    }
    Passphrase::new(text).ok_or_else(|| ErrorCode::PassphraseShort.into())
}

fn recovery_view(code: &RecoveryCode, vault_id: &str, made_at: u64) -> RecoveryCodeView {
    let text = code.to_text();
    // EXPOSE: the person is to scan it, or to print it.
    let qr = qrcode::QrCode::new(text.expose_secret().as_bytes());
    RecoveryCodeView {
        groups: code
            .groups()
            .iter()
            // EXPOSE: the person is to write it down.
            .map(|group| group.expose_secret().to_owned())
            .collect(),
        made_at: i64::try_from(made_at).unwrap_or(i64::MAX),
        vault_id: vault_id.to_owned(),
        qr_svg: qr
            .map(|qr| qr.render::<qrcode::render::svg::Color<'_>>().build())
            .unwrap_or_default(),
    }
}
