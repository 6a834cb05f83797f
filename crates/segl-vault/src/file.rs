//! The folder of a vault, and saves that survive whatever happens in their middle.
//!
//! ```text
//! vault.segl                          the vault
//! vault.segl.new                      a save in the making; stale when nobody holds the lock
//! vault.lock                          locked while somebody saves; its content does not matter
//! generations/<generation>-<saved at>.segl    earlier states of the vault
//! ```
//!
//! A save: lock, remove a stale temporary, write a new one beside the vault, sync it, keep the
//! current file as a generation (a hard link), rename, sync the folder. Whatever is interrupted
//! leaves the old state or the new one under the vault's name, each of them whole.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use crate::error::{Damage, FileError, OpenError, SaveError};
use crate::format::header::{self, Header, MAX_FILE_BYTES, MAX_HEADER_BYTES, PREFIX_BYTES};
use crate::generations;

/// The name of the vault in its folder.
pub(crate) const VAULT_FILE: &str = "vault.segl";

/// A folder that holds a vault, or will.
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    dir: PathBuf,
}

impl Folder {
    pub(crate) fn new(dir: &Path) -> Folder {
        Folder {
            dir: dir.to_path_buf(),
        }
    }

    pub(crate) fn generations_dir(&self) -> PathBuf {
        self.dir.join("generations")
    }

    /// Whether anything stands under the vault's name: also an empty file, a link to nowhere, or a
    /// folder.
    pub(crate) fn has_vault(&self) -> Result<bool, FileError> {
        match fs::symlink_metadata(self.dir.join(VAULT_FILE)) {
            Ok(_) => Ok(true),
            Err(error) if is_absence(&error) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// The header of the vault, without reading the body. `None` when there is no vault file.
    pub(crate) fn read_header(&self) -> Result<Option<Header>, OpenError> {
        let Some(mut file) = self.open_vault()? else {
            return Ok(None);
        };
        let mut head = Vec::with_capacity(4096);
        let prefix = u64::try_from(PREFIX_BYTES).unwrap_or(u64::MAX);
        Read::by_ref(&mut file)
            .take(prefix)
            .read_to_end(&mut head)?;
        let rest = header::length(&head)?
            .saturating_sub(head.len())
            .min(MAX_HEADER_BYTES);
        file.take(u64::try_from(rest).unwrap_or(u64::MAX))
            .read_to_end(&mut head)?;
        Header::parse(&head).map(Some)
    }

    /// All bytes of the vault. `None` when there is no vault file.
    pub(crate) fn read(&self) -> Result<Option<Vec<u8>>, OpenError> {
        match self.open_vault()? {
            Some(file) => read_bounded(file).map(Some),
            None => Ok(None),
        }
    }

    fn open_vault(&self) -> Result<Option<File>, OpenError> {
        match File::open(self.dir.join(VAULT_FILE)) {
            Ok(file) => Ok(Some(file)),
            Err(error) if is_absence(&error) && !self.has_vault()? => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Makes the folder if it is not there: for its owner only.
    pub(crate) fn make(&self) -> Result<(), FileError> {
        make_private_dir(&self.dir).map_err(FileError::from)
    }

    /// Waits for the lock.
    pub(crate) fn lock(&self, patience: Duration) -> Result<Locked<'_>, SaveError> {
        let path = self.dir.join("vault.lock");
        let file = match private_file().create(true).truncate(false).open(path) {
            Ok(file) => file,
            Err(error) if is_absence(&error) => return Err(SaveError::Missing),
            Err(error) => return Err(error.into()),
        };
        let started = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => {
                    return Ok(Locked {
                        folder: self,
                        _lock: file,
                    });
                }
                Err(TryLockError::WouldBlock) if started.elapsed() < patience => {
                    thread::sleep(Duration::from_millis(5));
                }
                Err(TryLockError::WouldBlock) => return Err(SaveError::InUse),
                // Some network drives know no locks. A vault that cannot be saved at all is worse
                // than two programs that save in the same millisecond.
                Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {
                    tracing::warn!("this file system has no locks");
                    return Ok(Locked {
                        folder: self,
                        _lock: file,
                    });
                }
                Err(TryLockError::Error(error)) => return Err(error.into()),
            }
        }
    }
}

/// The folder, while nobody else may write to it.
pub(crate) struct Locked<'a> {
    folder: &'a Folder,
    /// Closing the file gives the lock back, also when the program ends in between.
    _lock: File,
}

impl Locked<'_> {
    /// Puts `bytes` in the place of the vault, durably. `current` is the header of the file that is
    /// there now and becomes a generation; `None` for the first save.
    pub(crate) fn save(
        &self,
        bytes: &[u8],
        current: Option<&Header>,
        now: u64,
    ) -> Result<(), SaveError> {
        let vault = self.target()?;
        let temporary = with_suffix(&vault, ".new");
        remove_if_there(&temporary)?;
        let written = write_new(&temporary, bytes).and_then(|()| {
            if let Some(header) = current {
                self.keep_generation(&vault, header)?;
            }
            fs::rename(&temporary, &vault)
        });
        if let Err(error) = written {
            // The old state is untouched. What is left of the new one is in the way of nobody.
            let _ = fs::remove_file(&temporary);
            return Err(error.into());
        }
        sync_dir(vault.parent().unwrap_or(&self.folder.dir))?;
        if current.is_some() {
            // An old generation too many is no reason to call a durable save a failure.
            if let Err(error) = generations::prune(&self.folder.generations_dir(), now) {
                tracing::warn!(%error, "old generations could not be removed");
            }
        }
        Ok(())
    }

    /// The file itself where the vault's name is a link to it, so that a save does not put a file in
    /// the place of the link.
    fn target(&self) -> io::Result<PathBuf> {
        let vault = self.folder.dir.join(VAULT_FILE);
        match fs::symlink_metadata(&vault) {
            Ok(metadata) if metadata.is_symlink() => fs::canonicalize(&vault),
            Ok(_) => Ok(vault),
            Err(error) if is_absence(&error) => Ok(vault),
            Err(error) => Err(error),
        }
    }

    fn keep_generation(&self, vault: &Path, header: &Header) -> io::Result<()> {
        let dir = self.folder.generations_dir();
        make_private_dir(&dir)?;
        let kept = dir.join(generations::file_name(header.generation, header.saved_at));
        match fs::hard_link(vault, &kept) {
            Ok(()) => {}
            // An earlier save came this far and no further.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            // FAT and some network drives have no links, and a linked vault lies elsewhere.
            Err(_) => copy_durably(vault, &kept)?,
        }
        sync_dir(&dir)
    }
}

/// Reads a whole vault file, but never more than a vault can have.
pub(crate) fn read_bounded(file: File) -> Result<Vec<u8>, OpenError> {
    let limit = u64::try_from(MAX_FILE_BYTES).unwrap_or(u64::MAX);
    let length = file.metadata()?.len();
    if length > limit {
        return Err(Damage::OutOfBounds("the file's length").into());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    file.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = private_file().create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn copy_durably(from: &Path, to: &Path) -> io::Result<()> {
    let temporary = with_suffix(to, ".new");
    remove_if_there(&temporary)?;
    let copied = fs::read(from)
        .and_then(|bytes| write_new(&temporary, &bytes))
        .and_then(|()| fs::rename(&temporary, to));
    if copied.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    copied
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Nothing stands there, and nothing could.
fn is_absence(error: &io::Error) -> bool {
    error.kind() == ErrorKind::NotFound
}

fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn make_private_dir(dir: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

/// Makes names in a folder durable. Windows does that with the rename, and some file systems of
/// networks and virtual machines have nothing to do there and say so.
fn sync_dir(dir: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    let dir = if dir.as_os_str().is_empty() {
        Path::new(".")
    } else {
        dir
    };
    match File::open(dir)?.sync_all() {
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::InvalidInput | ErrorKind::Unsupported
            ) =>
        {
            Ok(())
        }
        synced => synced,
    }
}
