//! The one list of commands.

/// Calls the given macro with every command: `name(Request) -> Response;`. From this list come the
/// handlers of the window, the TypeScript types and the table of permissions.
///
/// A command without a request takes `()`. What each does is said at its function in
/// [`crate::commands`].
#[macro_export]
macro_rules! for_each_command {
    ($then:ident) => {
        $then! {
            // The application
            status(()) -> StatusView;
            save_settings(SettingsView) -> StatusView;
            doctor(()) -> DoctorView;

            // The vault
            create_vault(CreateVaultRequest) -> StatusView;
            unlock(UnlockRequest) -> StatusView;
            lock(()) -> StatusView;
            recovery_code(RecoveryCodeRequest) -> RecoveryCodeView;
            check_recovery_group(CheckRecoveryGroupRequest) -> RecoveryGroupView;
            confirm_recovery_code(ConfirmRecoveryCodeRequest) -> StatusView;
            decline_recovery_code(()) -> StatusView;
            renew_recovery_code(RecoveryCodeRequest) -> StatusView;
            set_passphrase(SetPassphraseRequest) -> StatusView;
            remove_passphrase(RemovePassphraseRequest) -> StatusView;
            renew_keyring(()) -> StatusView;

            // Accounts
            accounts(()) -> AccountsView;
            codes(()) -> CodesView;
            show_code(AccountRequest) -> CodeView;
            advance_counter(AccountRequest) -> CodeView;
            copy_code(CopyCodeRequest) -> CopiedView;
            edit_account(EditAccountRequest) -> AccountView;
            delete_account(AccountRequest) -> AccountsView;
            restore_account(AccountRequest) -> AccountsView;

            // Adding
            read_text(ReadTextRequest) -> ScannedView;
            read_clipboard(()) -> ScannedView;
            scan_picture(ScanPictureRequest) -> ScannedView;
            choose_picture(()) -> Option<ScannedView>;
            type_account(TypeAccountRequest) -> ScannedView;
            drafts(()) -> ScannedView;
            draft_code(DraftRequest) -> CodeView;
            confirm_draft(ConfirmDraftRequest) -> AccountView;
            drop_drafts(()) -> ();
            camera(()) -> CameraView;
            start_camera(StartCameraRequest) -> CameraView;
            stop_camera(()) -> CameraView;
            retry_enrolment(AccountRequest) -> AccountView;

            // Approvals
            requests(()) -> RequestsView;
            check_requests(()) -> RequestsView;
            answer_request(AnswerRequest) -> AnswerView;
            certificates(()) -> CertificatesView;
            add_certificate(AddCertificateRequest) -> CertificatesView;
            remove_certificate(RemoveCertificateRequest) -> CertificatesView;
        }
    };
}
