//! What can be typed: the commands and options, as clap reads them. The help texts are the
//! manual; deliberately no meaning here, that is in [`crate::commands`].

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use segl_core::api::Language;

/// Codes and sign-in approvals in the terminal.
///
/// Segl keeps the secrets of two-step sign-in encrypted on this device, shows their codes, and
/// answers the approval requests of privacyIDEA servers. This program and the window of Segl
/// share one vault.
///
/// The vault is opened by the keyring of the operating system. Where that fails, or with
/// --passphrase-stdin, the passphrase opens it.
#[derive(Debug, Parser)]
#[command(name = "segl", version, propagate_version = true, max_term_width = 100)]
#[command(after_long_help = EXIT_CODES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The exit codes, for the manual. [`crate::exit`] is where they come from.
const EXIT_CODES: &str = "\
Exit codes:
  0    it worked
  1    nothing was found, or the answer is no
  2    a mistake in the command line
  3    the vault is locked, missing or cannot be opened
  4    the keyring does not work
  5    the network or a server
  6    the disk
  7    a picture, the clipboard or the camera
  70   a mistake in the program
  130  interrupted

With --json every result is one JSON object a line on the standard output, and so is an error:
{\"error\":{\"code\":…,\"message\":…,\"hint\":…,\"retry\":…,\"details\":{…}}}. The codes are stable, the \
words are not.";

/// Options of every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options of every command")]
pub(crate) struct Global {
    /// Folder of the vault and the settings
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "SEGL_DATA_DIR",
        hide_env_values = true
    )]
    pub(crate) data_dir: Option<PathBuf>,

    /// Read the passphrase from the first line of the standard input
    ///
    /// Each further line answers the next question of the command: the new passphrase, the
    /// recovery code, the link to add.
    #[arg(long, global = true)]
    pub(crate) passphrase_stdin: bool,

    /// Print one JSON object a line
    #[arg(long, global = true)]
    pub(crate) json: bool,

    /// Language of messages, instead of the chosen one or the system's
    #[arg(long, global = true, value_name = "LANGUAGE")]
    pub(crate) lang: Option<Tongue>,
}

/// The languages of the program.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Tongue {
    /// English
    En,
    /// Norwegian
    Nb,
    /// Danish
    Da,
    /// Swedish
    Sv,
    /// Finnish
    Fi,
}

impl From<Tongue> for Language {
    fn from(tongue: Tongue) -> Self {
        match tongue {
            Tongue::En => Self::En,
            Tongue::Nb => Self::Nb,
            Tongue::Da => Self::Da,
            Tongue::Sv => Self::Sv,
            Tongue::Fi => Self::Fi,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Add an account from a link, a picture, the camera or the clipboard
    Add(AddArguments),
    /// Print the texts of the QR codes in picture files
    Scan(ScanArguments),
    /// List the accounts
    List,
    /// Print the code of an account
    Code(CodeArguments),
    /// Ask the servers for sign-ins that wait for approval
    Requests(RequestsArguments),
    /// Approve a sign-in
    Approve(ApproveArguments),
    /// Deny a sign-in
    Deny(DenyArguments),
    /// Check what works on this device, and say what to do about what does not
    Doctor,
    /// Make, open and look after the vault
    #[command(subcommand)]
    Vault(VaultCommand),
    /// Trust the certificates of an institution's own authority
    #[command(subcommand)]
    Certificate(CertificateCommand),
    /// Print the completions of a shell
    #[command(hide = true)]
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page, or write one page a command into a folder
    #[command(hide = true)]
    Man {
        /// The folder; it must exist
        #[arg(long, value_name = "DIR")]
        dir: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("source").multiple(false))]
pub(crate) struct AddArguments {
    /// An otpauth: link, an export of Google Authenticator or a secret in base32; "-" reads it
    /// from the standard input
    ///
    /// Other users of this device can see what is typed here: without it you are asked, and "-"
    /// keeps it out of the list of processes and out of the history of the shell. The parts of
    /// an export are given one after the other.
    #[arg(value_name = "URI", group = "source")]
    pub(crate) texts: Vec<String>,

    /// A picture of a QR code: PNG, JPEG, WebP, BMP or GIF; may be given several times
    #[arg(long = "image", value_name = "FILE", group = "source")]
    pub(crate) images: Vec<PathBuf>,

    /// Read a QR code that is held up to the camera
    #[arg(long, group = "source")]
    pub(crate) camera: bool,

    /// Read the text or the picture in the clipboard
    #[arg(long, group = "source")]
    pub(crate) clipboard: bool,

    /// Go on with enrolments for approvals that were interrupted
    #[arg(long, group = "source", conflicts_with_all = ["issuer", "account", "into_group", "all"])]
    pub(crate) resume: bool,

    /// Name of the service, instead of the one that was read
    #[arg(long, value_name = "NAME")]
    pub(crate) issuer: Option<String>,

    /// Name of the account there, instead of the one that was read
    #[arg(long, value_name = "NAME")]
    pub(crate) account: Option<String>,

    /// Group to put it in
    #[arg(long = "group", value_name = "NAME", id = "into_group")]
    pub(crate) group: Option<String>,

    /// Add all accounts that were read, where there are several
    #[arg(long)]
    pub(crate) all: bool,

    /// Add without asking
    #[arg(long, short)]
    pub(crate) yes: bool,

    /// Give up after this many seconds without a code
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 60,
        requires = "camera"
    )]
    pub(crate) timeout: u64,

    /// Only print what was read; nothing is kept and no vault is needed
    #[arg(long, conflicts_with_all = ["camera", "clipboard", "resume"])]
    pub(crate) dry_run: bool,

    /// Print the secret as well
    #[arg(long, requires = "dry_run")]
    pub(crate) reveal: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ScanArguments {
    /// Pictures: PNG, JPEG, WebP, BMP or GIF
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct CodeArguments {
    /// Part of the service's or the account's name, or the id; without it all codes by time
    ///
    /// Asking for a code by use advances its counter, which is saved before the code is printed.
    #[arg(value_name = "QUERY", conflicts_with = "uri")]
    pub(crate) query: Vec<String>,

    /// Compute the code of this link or secret without keeping it; "-" reads it from the standard
    /// input
    #[arg(long, value_name = "URI")]
    pub(crate) uri: Option<String>,

    /// The code of this time, in seconds since 1970, instead of now
    #[arg(long, value_name = "UNIXTIME")]
    pub(crate) at: Option<u64>,

    /// Put the code into the clipboard and wait until it is taken out again
    #[arg(long, conflicts_with_all = ["uri", "at"], requires = "query")]
    pub(crate) copy: bool,
}

#[derive(Debug, Args)]
pub(crate) struct RequestsArguments {
    /// Keep asking for this many seconds, until there is a request
    #[arg(long, value_name = "SECONDS")]
    pub(crate) wait: Option<u64>,
}

#[derive(Debug, Args)]
pub(crate) struct ApproveArguments {
    /// The request's id or its beginning; without it the only open request
    pub(crate) id: Option<String>,

    /// The number or letter that the sign-in page shows
    #[arg(long, value_name = "N")]
    pub(crate) number: Option<String>,

    /// Approve without asking
    #[arg(long, short)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DenyArguments {
    /// The request's id or its beginning; without it the only open request
    pub(crate) id: Option<String>,

    /// Tell the server that you did not start this sign-in
    #[arg(long)]
    pub(crate) not_me: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum VaultCommand {
    /// Make the vault of this device
    Create(CreateArguments),
    /// Print what is known of the vault without opening it
    Status,
    /// Try to open the vault, and say what opened it
    Unlock,
    /// Open the vault with the recovery code, and make the keyring or a passphrase open it again
    Recover {
        /// Leave the keyring as it is
        #[arg(long)]
        no_keyring: bool,
    },
    /// Confirm the recovery code by typing it back
    Confirm {
        /// The code; without it you are asked
        code: Option<String>,
    },
    /// Do without a recovery code
    Decline,
    /// Make a new recovery code; the old one opens nothing any more
    NewRecoveryCode(RecoveryArguments),
    /// Set, change or remove the passphrase
    Passphrase {
        /// Remove it
        #[arg(long, conflicts_with = "hint")]
        remove: bool,
        /// What reminds you of it; everybody who has the file can read it
        #[arg(long, value_name = "TEXT")]
        hint: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct CreateArguments {
    /// Open it by a passphrase alone, not by the keyring
    #[arg(long)]
    pub(crate) no_keyring: bool,

    #[command(flatten)]
    pub(crate) recovery: RecoveryArguments,

    /// Do without a recovery code
    #[arg(long, conflicts_with = "recovery_code_file")]
    pub(crate) no_recovery_code: bool,
}

#[derive(Debug, Args)]
pub(crate) struct RecoveryArguments {
    /// Write the recovery code into this new file, readable by you alone, and count it as confirmed
    #[arg(long, value_name = "FILE")]
    pub(crate) recovery_code_file: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CertificateCommand {
    /// Trust the certificates in a PEM file
    Add {
        /// The file
        file: PathBuf,
    },
    /// List the certificates that were added
    List,
    /// Trust a certificate no more
    Remove {
        /// Its fingerprint, as listed
        fingerprint: String,
    },
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Arguments;

    #[test]
    fn the_description_of_the_command_line_holds_together() {
        Arguments::command().debug_assert();
    }
}
