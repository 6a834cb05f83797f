// Written from the types of the crate segl-core. Do not edit: change them there and run `script/bindings`.

export type ErrorCode = "vault_locked" | "vault_missing" | "vault_exists" | "vault_damaged" | "vault_newer" | "vault_busy" | "vault_no_way_in" | "vault_last_way_in" | "vault_no_such_slot" | "passphrase_wrong" | "passphrase_short" | "recovery_wrong" | "recovery_typo" | "recovery_mismatch" | "recovery_settled" | "recovery_pending" | "keyring_absent" | "keyring_locked" | "keyring_denied" | "keyring_no_entry" | "keyring_damaged" | "keyring_failed" | "disk_full" | "disk_read_only" | "disk_denied" | "disk_failed" | "file_unreadable" | "account_missing" | "account_has_no_code" | "counter_at_end" | "account_ambiguous" | "draft_missing" | "code_stale" | "text_other" | "text_web_address" | "text_wifi" | "text_microsoft" | "text_container" | "text_edumfa" | "text_two_step" | "text_empty" | "text_too_long" | "link_damaged" | "secret_missing" | "secret_invalid" | "type_unsupported" | "algorithm_unsupported" | "digits_unsupported" | "period_invalid" | "counter_invalid" | "migration_damaged" | "migration_other_batch" | "migration_entry" | "picture_without_code" | "picture_unknown" | "picture_damaged" | "picture_too_large" | "picture_empty" | "clipboard_empty" | "clipboard_failed" | "camera_none" | "camera_busy" | "camera_denied" | "camera_gone" | "camera_stalled" | "camera_unsupported" | "camera_failed" | "enrolment_expired" | "enrolment_refused" | "enrolment_used" | "enrolment_interrupted" | "enrolment_newer" | "enrolment_damaged" | "server_insecure" | "server_unreachable" | "server_timeout" | "certificate_unknown" | "certificate_host" | "certificate_expired" | "certificate_invalid" | "certificate_file" | "server_redirects" | "server_foreign" | "server_error" | "server_busy" | "server_refused" | "clock_wrong" | "key_refused" | "polling_forbidden" | "token_unknown" | "request_missing" | "request_expired" | "choice_needed" | "no_approvals" | "bad_request" | "internal";

export type Failure = { 
/**
 * The reason.
 */
code: ErrorCode, 
/**
 * One sentence: what happened.
 */
message: string, 
/**
 * One sentence: what to do.
 */
hint: string, 
/**
 * Whether trying the same again can help.
 */
retry: boolean, 
/**
 * What the words speak of: a host, a file's name, seconds. Never a secret.
 */
details: { [key in string]: string }, };

export type StatusView = { 
/**
 * Where the person stands.
 */
stage: Stage, 
/**
 * The program's version, as in `Cargo.toml`.
 */
version: string, 
/**
 * The folder that holds the vault and the settings.
 */
data_dir: string, 
/**
 * What the header of the vault tells without opening it; absent before the first run.
 */
vault: VaultView | null, 
/**
 * Whether the operating system's keyring can be used.
 */
keyring: KeyringState, 
/**
 * How many approval requests wait for an answer. Zero while nothing is known.
 */
requests_waiting: number, 
/**
 * Preferences that hold while locked as well.
 */
settings: SettingsView, };

export type Stage = "first_run" | "locked" | "recovery_pending" | "open" | "damaged";

export type VaultView = { 
/**
 * The vault's random id, hexadecimal. Not a secret.
 */
id: string, 
/**
 * How many times it was saved.
 */
generation: number, 
/**
 * Whether it can be opened by the keyring of this device.
 */
keyring_slot: boolean, 
/**
 * Whether it can be opened by a passphrase.
 */
passphrase_slot: boolean, 
/**
 * Whether it can be opened by a recovery code.
 */
recovery_slot: boolean, 
/**
 * What the person wrote to remember the passphrase by.
 */
passphrase_hint: string | null, 
/**
 * Accounts kept, the deleted ones left out. Absent while locked.
 */
accounts: number | null, 
/**
 * Why the keyring did not open it at the last attempt.
 */
keyring_failure: Failure | null, };

export type KeyringState = "ready" | "absent" | "locked" | "denied" | "no_entry" | "damaged";

export type CreateVaultRequest = { 
/**
 * Keep a key in the operating system's keyring.
 */
keyring: boolean, 
/**
 * Open it by this passphrase. At least 8 characters.
 */
passphrase: string | null, };

export type UnlockRequest = { "way": "keyring" } | { "way": "passphrase", 
/**
 * As the person typed it.
 */
passphrase: string, } | { "way": "recovery_code", 
/**
 * As the person typed it: blanks, dashes and letter case do not matter.
 */
code: string, };

export type SetPassphraseRequest = { 
/**
 * The passphrase until now; needed where there is one.
 */
current: string | null, 
/**
 * The new one, at least 8 characters.
 */
new: string, 
/**
 * A hint that is shown while the vault is locked. It is not encrypted.
 */
hint: string | null, };

export type RemovePassphraseRequest = { 
/**
 * The passphrase until now.
 */
current: string, };

export type RecoveryCodeRequest = { 
/**
 * The passphrase. Needed to make a new code where the vault has a passphrase but was opened
 * by the keyring: somebody at an unlocked desk shall not take a way in along.
 */
passphrase: string | null, };

export type RecoveryCodeView = { 
/**
 * The code in groups, as it is printed and typed.
 */
groups: Array<string>, 
/**
 * When it was made.
 */
made_at: number, 
/**
 * The vault that it opens.
 */
vault_id: string, 
/**
 * The same code as a QR picture, an SVG document.
 */
qr_svg: string, };

export type ConfirmRecoveryCodeRequest = { 
/**
 * As the person typed it.
 */
code: string, };

export type CheckRecoveryGroupRequest = { 
/**
 * Which group, from 0.
 */
index: number, 
/**
 * As the person typed it.
 */
text: string, };

export type RecoveryGroupView = { 
/**
 * True if the group is complete and its check character fits.
 */
fits: boolean, 
/**
 * How many groups a code has.
 */
groups: number, 
/**
 * How many characters a group has.
 */
length: number, };

export type DoctorView = { 
/**
 * The checks.
 */
checks: Array<CheckView>, };

export type CheckView = { 
/**
 * What was looked at.
 */
check: Check, 
/**
 * Whose: the host for what concerns a server.
 */
subject: string | null, 
/**
 * How it is.
 */
outcome: CheckOutcome, 
/**
 * One sentence in the person's language.
 */
message: string, 
/**
 * What to do about it, where something is to be done.
 */
hint: string | null, };

export type Check = "keyring" | "vault" | "second_way" | "camera" | "clock" | "server";

export type CheckOutcome = "fine" | "warning" | "failed" | "skipped";

export type AppEvent = { "event": "status" } | { "event": "accounts" } | { "event": "requests" } | { "event": "enrolment", 
/**
 * The account that is being enrolled.
 */
account_id: string, } | { "event": "camera", 
/**
 * What it is now.
 */
camera: CameraView, } | { "event": "scanned", 
/**
 * What it read.
 */
scanned: ScannedView, };

export type AccountsView = { 
/**
 * The accounts, favourites first, then by issuer and account.
 */
accounts: Array<AccountView>, 
/**
 * The groups in use, by name.
 */
groups: Array<string>, };

export type AccountView = { 
/**
 * The account's id: random, 32 hexadecimal digits.
 */
id: string, 
/**
 * What kind it is.
 */
kind: AccountKind, 
/**
 * Who asks for the code, as the person sees it.
 */
issuer: string, 
/**
 * Whose account it is there.
 */
account: string, 
/**
 * A note of the person's own.
 */
note: string, 
/**
 * The group that it is in.
 */
group: string | null, 
/**
 * Whether it stands first.
 */
favourite: boolean, 
/**
 * Whether its code is hidden until asked for.
 */
hidden: boolean, 
/**
 * When it was added.
 */
created_at: number, 
/**
 * When its code was last copied or its last request answered.
 */
last_used_at: number | null, };

export type AccountKind = { "kind": "totp", 
/**
 * Digits of a code, 4 to 10.
 */
digits: number, 
/**
 * Seconds that a code lives.
 */
period: number, 
/**
 * The hash, for example `SHA1`.
 */
algorithm: string, } | { "kind": "hotp", 
/**
 * Digits of a code, 4 to 10.
 */
digits: number, 
/**
 * The counter of the next code.
 */
counter: number, 
/**
 * The hash, for example `SHA1`.
 */
algorithm: string, } | { "kind": "steam" } | { "kind": "push", 
/**
 * The server's host, and its port where it is not the usual one.
 */
host: string, 
/**
 * The token's serial on the server.
 */
serial: string, 
/**
 * How far the enrolment is.
 */
enrolment: EnrolmentView, };

export type EnrolmentView = { "step": "making_key", 
/**
 * Until when the enrolment code is good.
 */
expires_at: number | null, } | { "step": "registering", 
/**
 * Until when the enrolment code is good.
 */
expires_at: number | null, } | { "step": "testing" } | { "step": "ready" } | { "step": "failed", 
/**
 * What happened and what to do.
 */
failure: Failure, 
/**
 * Whether trying again can help.
 */
can_retry: boolean, };

export type CodesView = { 
/**
 * The corrected time of the answer, in milliseconds since 1970.
 */
now_ms: number, 
/**
 * How far this device's clock is off the servers', in seconds, where that was measured.
 */
clock_offset: number | null, 
/**
 * One entry an account.
 */
codes: Array<CodeView>, };

export type CodeView = { 
/**
 * Whose code it is: an account's id, or a draft's.
 */
account_id: string, 
/**
 * The code, as it is to be typed.
 */
code: string, 
/**
 * The code in the groups in which people read it: `492 017`.
 */
grouped: Array<string>, 
/**
 * The code after it, for codes by time.
 */
next: string | null, 
/**
 * The code after it in groups.
 */
next_grouped: Array<string> | null, 
/**
 * From when it is good, for codes by time.
 */
valid_from: number | null, 
/**
 * Until when it is good, for codes by time.
 */
valid_until: number | null, 
/**
 * The counter that it was made from, for codes by use.
 */
counter: number | null, };

export type AccountRequest = { 
/**
 * The account's id.
 */
account_id: string, };

export type EditAccountRequest = { 
/**
 * The account's id.
 */
account_id: string, 
/**
 * Who asks for the code.
 */
issuer?: string, 
/**
 * Whose account it is there.
 */
account?: string, 
/**
 * A note of the person's own.
 */
note?: string, 
/**
 * The group; an empty text takes it out of its group.
 */
group?: string, 
/**
 * Whether it stands first.
 */
favourite?: boolean, 
/**
 * Whether its code is hidden until asked for.
 */
hidden?: boolean, };

export type CopyCodeRequest = { 
/**
 * The account's id.
 */
account_id: string, 
/**
 * Copy this held code instead of the one of the moment. Only a code that this account had
 * within the last two minutes, or has next, is taken.
 */
code: string | null, };

export type CopiedView = { 
/**
 * After how many seconds it is cleared.
 */
clears_after: number, };

export type ScannedView = { 
/**
 * Accounts that can be added, once confirmed.
 */
drafts: Array<DraftView>, 
/**
 * Codes that were read but cannot be added, and why.
 */
problems: Array<Failure>, 
/**
 * An export of several parts is being collected.
 */
parts: PartsView | null, };

export type PartsView = { 
/**
 * Parts seen.
 */
seen: number, 
/**
 * Parts there are.
 */
total: number, };

export type DraftView = { 
/**
 * The draft's id; good until it is confirmed or dropped.
 */
draft_id: string, 
/**
 * Who asks for the code.
 */
issuer: string, 
/**
 * Whose account it is there.
 */
account: string, 
/**
 * What kind it would be.
 */
kind: DraftKind, 
/**
 * Accounts in the vault that look like the same one.
 */
duplicates: Array<DuplicateView>, };

export type DraftKind = { "kind": "totp", 
/**
 * Digits of a code, 4 to 10.
 */
digits: number, 
/**
 * Seconds that a code lives.
 */
period: number, 
/**
 * The hash, for example `SHA1`.
 */
algorithm: string, } | { "kind": "hotp", 
/**
 * Digits of a code, 4 to 10.
 */
digits: number, 
/**
 * The counter of the next code.
 */
counter: number, 
/**
 * The hash, for example `SHA1`.
 */
algorithm: string, } | { "kind": "steam" } | { "kind": "push", 
/**
 * The server's host, and its port where it is not the usual one.
 */
host: string, 
/**
 * The token's serial on the server.
 */
serial: string, 
/**
 * Until when the enrolment code is good.
 */
expires_at: number | null, };

export type DuplicateView = { 
/**
 * The account's id.
 */
account_id: string, 
/**
 * Who asks for its code.
 */
issuer: string, 
/**
 * Whose account it is there.
 */
account: string, 
/**
 * Whether the secret is the same, too: then nothing is lost by replacing it.
 */
same_secret: boolean, };

export type ReadTextRequest = { 
/**
 * As the person typed it.
 */
text: string, };

export type ScanPictureRequest = { 
/**
 * The file's path.
 */
path: string, };

export type TypeAccountRequest = { 
/**
 * Who asks for the code.
 */
issuer: string, 
/**
 * Whose account it is there.
 */
account: string, 
/**
 * The secret in base32: blanks, dashes and letter case do not matter.
 */
secret: string, 
/**
 * By time or by use.
 */
by: TypedKind, 
/**
 * The hash: `SHA1`, `SHA224`, `SHA256`, `SHA384` or `SHA512`.
 */
algorithm: string, 
/**
 * Digits of a code, 4 to 10.
 */
digits: number, 
/**
 * Seconds that a code lives, for codes by time.
 */
period: number, 
/**
 * The counter of the next code, for codes by use.
 */
counter: number, };

export type TypedKind = "totp" | "hotp" | "steam";

export type DraftRequest = { 
/**
 * The draft's id.
 */
draft_id: string, };

export type ConfirmDraftRequest = { 
/**
 * The draft's id.
 */
draft_id: string, 
/**
 * The name in the list.
 */
issuer: string, 
/**
 * Whose account it is there.
 */
account: string, 
/**
 * The group to put it in.
 */
group: string | null, 
/**
 * Put it in the place of this account, whose secret is given up.
 */
replace: string | null, };

export type CameraView = { 
/**
 * The cameras of this device.
 */
devices: Array<CameraDeviceView>, 
/**
 * What it does.
 */
state: CameraState, };

export type CameraDeviceView = { 
/**
 * Names it in [`StartCameraRequest`].
 */
id: string, 
/**
 * As the system calls it.
 */
name: string, };

export type CameraState = { "state": "off" } | { "state": "on", 
/**
 * The camera's id.
 */
device: string, 
/**
 * What would help, after some seconds without a code.
 */
hint: CameraHint | null, 
/**
 * Where codes are in the picture: per code four corners, each x and y from 0 to 1.
 */
codes: Array<Array<[number, number]>>, } | { "state": "failed", 
/**
 * What happened and what to do.
 */
failure: Failure, };

export type CameraHint = "hold_still" | "closer" | "less_glare" | "brighter";

export type StartCameraRequest = { 
/**
 * The camera's id; absent: the first, or the one used last.
 */
device: string | null, };

export type RequestsView = { 
/**
 * The corrected time of the answer, in milliseconds since 1970.
 */
now_ms: number, 
/**
 * The open requests, the oldest first: a newer one never takes another's place.
 */
open: Array<RequestView>, 
/**
 * The servers, by account.
 */
servers: Array<ServerView>, 
/**
 * What was answered since the program started, newest first.
 */
answered: Array<AnsweredView>, };

export type RequestView = { 
/**
 * The request's id.
 */
id: string, 
/**
 * The account that it is for.
 */
account_id: string, 
/**
 * Who asks, as the account is named here.
 */
issuer: string, 
/**
 * Whose account it is there.
 */
account: string, 
/**
 * The server's host, and its port where it is not the usual one.
 */
host: string, 
/**
 * The server's title, cleaned.
 */
title: string, 
/**
 * The server's question, cleaned.
 */
question: string, 
/**
 * When it was first seen here.
 */
received_at: number, 
/**
 * When it runs out, as far as this device can know.
 */
expires_at: number, 
/**
 * The choices, one of which the sign-in page shows. Empty: none are asked for.
 */
choices: Array<string>, 
/**
 * An IP address, recognised in the server's text.
 */
ip: string | null, 
/**
 * A browser or a system, recognised in the server's text.
 */
browser: string | null, 
/**
 * Whether "it wasn't me" can be told to the server with that reason.
 */
can_report: boolean, };

export type ServerView = { 
/**
 * The account.
 */
account_id: string, 
/**
 * As the account is named here.
 */
issuer: string, 
/**
 * The server's host.
 */
host: string, 
/**
 * When it last answered well.
 */
reached_at: number | null, 
/**
 * When it is asked next.
 */
next_at: number | null, 
/**
 * Why it did not work the last time.
 */
failure: Failure | null, };

export type AnsweredView = { 
/**
 * The request's id.
 */
id: string, 
/**
 * Who asked.
 */
issuer: string, 
/**
 * Whose account.
 */
account: string, 
/**
 * The server's host.
 */
host: string, 
/**
 * When.
 */
at: number, 
/**
 * How it ended.
 */
outcome: AnswerOutcome, };

export type AnswerRequest = { 
/**
 * The request's id.
 */
request_id: string, 
/**
 * The answer.
 */
answer: Answer, 
/**
 * The choice that the sign-in page shows, where choices are asked for.
 */
choice: string | null, };

export type Answer = "approve" | "deny" | "not_me";

export type AnswerView = { 
/**
 * How it ended.
 */
outcome: AnswerOutcome, 
/**
 * When.
 */
at: number, 
/**
 * Code to phone: the number to type at the sign-in page. It cannot be fetched again.
 */
display_code: string | null, 
/**
 * Until when that number is good.
 */
display_until: number | null, 
/**
 * What the server said about it, cleaned.
 */
message: string | null, };

export type AnswerOutcome = "approved" | "denied" | "reported" | "wrong_choice" | "expired";

export type SettingsView = { 
/**
 * The language; absent: as the system.
 */
language: Language | null, 
/**
 * The theme.
 */
theme: Theme, 
/**
 * Show the next code in the last seconds of the old one.
 */
show_next: boolean, 
/**
 * Hide all codes until asked.
 */
hide_codes: boolean, 
/**
 * Seconds after which a copied code is cleared, 10 to 300.
 */
clipboard_seconds: number, 
/**
 * Closing the window leaves the program in the tray.
 */
close_to_tray: boolean, 
/**
 * Text size in percent, 80 to 200.
 */
text_size: number, };

export type Language = "en" | "nb" | "da" | "sv" | "fi";

export type Theme = "system" | "light" | "dark";

export type CertificatesView = { 
/**
 * One entry a file.
 */
certificates: Array<CertificateView>, };

export type CertificateView = { 
/**
 * SHA-256 of the file's first certificate, hexadecimal: names it, and can be compared.
 */
fingerprint: string, 
/**
 * The file's name when it was added.
 */
name: string, 
/**
 * When it was added.
 */
added_at: number, };

export type AddCertificateRequest = { 
/**
 * A PEM file with one or more certificates; absent: the person is asked to choose one.
 */
path: string | null, };

export type RemoveCertificateRequest = { 
/**
 * Its fingerprint.
 */
fingerprint: string, };

/** Every command: what it takes and what it answers. */
export interface Commands {
  status: { request: null; response: StatusView };
  save_settings: { request: SettingsView; response: StatusView };
  doctor: { request: null; response: DoctorView };
  create_vault: { request: CreateVaultRequest; response: StatusView };
  unlock: { request: UnlockRequest; response: StatusView };
  lock: { request: null; response: StatusView };
  recovery_code: { request: RecoveryCodeRequest; response: RecoveryCodeView };
  check_recovery_group: { request: CheckRecoveryGroupRequest; response: RecoveryGroupView };
  confirm_recovery_code: { request: ConfirmRecoveryCodeRequest; response: StatusView };
  decline_recovery_code: { request: null; response: StatusView };
  renew_recovery_code: { request: RecoveryCodeRequest; response: StatusView };
  set_passphrase: { request: SetPassphraseRequest; response: StatusView };
  remove_passphrase: { request: RemovePassphraseRequest; response: StatusView };
  renew_keyring: { request: null; response: StatusView };
  accounts: { request: null; response: AccountsView };
  codes: { request: null; response: CodesView };
  show_code: { request: AccountRequest; response: CodeView };
  advance_counter: { request: AccountRequest; response: CodeView };
  copy_code: { request: CopyCodeRequest; response: CopiedView };
  edit_account: { request: EditAccountRequest; response: AccountView };
  delete_account: { request: AccountRequest; response: AccountsView };
  restore_account: { request: AccountRequest; response: AccountsView };
  read_text: { request: ReadTextRequest; response: ScannedView };
  read_clipboard: { request: null; response: ScannedView };
  scan_picture: { request: ScanPictureRequest; response: ScannedView };
  choose_picture: { request: null; response: ScannedView | null };
  type_account: { request: TypeAccountRequest; response: ScannedView };
  drafts: { request: null; response: ScannedView };
  draft_code: { request: DraftRequest; response: CodeView };
  confirm_draft: { request: ConfirmDraftRequest; response: AccountView };
  drop_drafts: { request: null; response: null };
  camera: { request: null; response: CameraView };
  start_camera: { request: StartCameraRequest; response: CameraView };
  stop_camera: { request: null; response: CameraView };
  retry_enrolment: { request: AccountRequest; response: AccountView };
  requests: { request: null; response: RequestsView };
  check_requests: { request: null; response: RequestsView };
  answer_request: { request: AnswerRequest; response: AnswerView };
  certificates: { request: null; response: CertificatesView };
  add_certificate: { request: AddCertificateRequest; response: CertificatesView };
  remove_certificate: { request: RemoveCertificateRequest; response: CertificatesView };
}
