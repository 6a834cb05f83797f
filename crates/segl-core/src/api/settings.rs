//! Preferences and private certificates.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Preferences. They hold while locked as well and therefore lie beside the vault, unencrypted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct SettingsView {
    /// The language; absent: as the system.
    pub language: Option<Language>,
    /// The theme.
    pub theme: Theme,
    /// Show the next code in the last seconds of the old one.
    pub show_next: bool,
    /// Hide all codes until asked.
    pub hide_codes: bool,
    /// Seconds after which a copied code is cleared, 10 to 300.
    pub clipboard_seconds: u32,
    /// Closing the window leaves the program in the tray.
    pub close_to_tray: bool,
    /// Text size in percent, 80 to 200.
    pub text_size: u32,
}

impl Default for SettingsView {
    fn default() -> Self {
        Self {
            language: None,
            theme: Theme::System,
            show_next: true,
            hide_codes: false,
            clipboard_seconds: 30,
            close_to_tray: true,
            text_size: 100,
        }
    }
}

/// The languages of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    En,
    /// Norwegian, Bokmål.
    Nb,
    /// Danish.
    Da,
    /// Swedish.
    Sv,
    /// Finnish.
    Fi,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// The private certificate authorities that were added by hand.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CertificatesView {
    /// One entry a file.
    pub certificates: Vec<CertificateView>,
}

/// A private certificate authority.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CertificateView {
    /// SHA-256 of the file's first certificate, hexadecimal: names it, and can be compared.
    pub fingerprint: String,
    /// The file's name when it was added.
    pub name: String,
    /// When it was added.
    pub added_at: i64,
}

/// A certificate file to add.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct AddCertificateRequest {
    /// A PEM file with one or more certificates; absent: the person is asked to choose one.
    pub path: Option<String>,
}

/// A certificate to take out.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct RemoveCertificateRequest {
    /// Its fingerprint.
    pub fingerprint: String,
}
