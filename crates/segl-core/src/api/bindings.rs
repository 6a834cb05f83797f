//! The TypeScript side of the border, written from the types of this module.

use ts_rs::{Config, TS};

use super::*;

/// The whole file `bindings/api.ts`: every type that crosses the border, and the map from a
/// command's name to its request and response.
#[must_use]
pub fn typescript() -> String {
    let config = Config::new().with_large_int("number");
    let mut text = String::from(HEADER);
    for declaration in declarations(&config) {
        text.push_str("\nexport ");
        text.push_str(&declaration);
        text.push('\n');
    }
    text.push_str("\n/** Every command: what it takes and what it answers. */\n");
    text.push_str("export interface Commands {\n");
    for (name, request, response) in commands(&config) {
        text.push_str(&format!(
            "  {name}: {{ request: {request}; response: {response} }};\n"
        ));
    }
    text.push_str("}\n");
    text
}

/// The names of all commands, in the order of the list.
#[must_use]
pub fn command_names() -> Vec<&'static str> {
    commands(&Config::new())
        .into_iter()
        .map(|(name, _, _)| name)
        .collect()
}

/// Name, request type and response type of each command, in TypeScript's words.
fn commands(config: &Config) -> Vec<(&'static str, String, String)> {
    macro_rules! rows {
        ($($name:ident($request:ty) -> $response:ty;)*) => {
            vec![$((
                stringify!($name),
                <$request as TS>::name(config),
                <$response as TS>::name(config),
            ),)*]
        };
    }
    crate::for_each_command!(rows)
}

fn declarations(config: &Config) -> Vec<String> {
    macro_rules! all {
        ($($ty:ty),* $(,)?) => { vec![$(documented::<$ty>(config)),*] };
    }
    all![
        ErrorCode,
        Failure,
        StatusView,
        Stage,
        VaultView,
        KeyringState,
        CreateVaultRequest,
        UnlockRequest,
        SetPassphraseRequest,
        RemovePassphraseRequest,
        RecoveryCodeRequest,
        RecoveryCodeView,
        ConfirmRecoveryCodeRequest,
        CheckRecoveryGroupRequest,
        RecoveryGroupView,
        DoctorView,
        CheckView,
        Check,
        CheckOutcome,
        AppEvent,
        AccountsView,
        AccountView,
        AccountKind,
        EnrolmentView,
        CodesView,
        CodeView,
        AccountRequest,
        EditAccountRequest,
        CopyCodeRequest,
        CopiedView,
        ScannedView,
        PartsView,
        DraftView,
        DraftKind,
        DuplicateView,
        ReadTextRequest,
        ScanPictureRequest,
        TypeAccountRequest,
        TypedKind,
        DraftRequest,
        ConfirmDraftRequest,
        CameraView,
        CameraDeviceView,
        CameraState,
        CameraHint,
        StartCameraRequest,
        RequestsView,
        RequestView,
        ServerView,
        AnsweredView,
        AnswerRequest,
        Answer,
        AnswerView,
        AnswerOutcome,
        SettingsView,
        Language,
        Theme,
        CertificatesView,
        CertificateView,
        AddCertificateRequest,
        RemoveCertificateRequest,
    ]
}

fn documented<T: TS>(config: &Config) -> String {
    T::decl(config)
}

const HEADER: &str = "// Written from the types of the crate segl-core. Do not edit: \
change them there and run `script/bindings`.\n";

#[cfg(test)]
mod tests {
    use std::{env, fs, path::PathBuf};

    use super::*;

    /// Writes the file anew when `SEGL_WRITE_BINDINGS` is set, and else compares.
    #[test]
    fn the_bindings_are_up_to_date() {
        let path =
            PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/lib/ipc/bindings/api.ts");
        let wanted = typescript();
        if env::var_os("SEGL_WRITE_BINDINGS").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &wanted).unwrap();
        }
        let found = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(found, wanted, "the bindings are stale: run script/bindings");
    }
}
