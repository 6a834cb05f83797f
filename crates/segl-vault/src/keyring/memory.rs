//! A keyring in memory, for tests: it can be told to fail in each way that real ones do.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use secrecy::SecretString;

use super::{KeyName, KeyStore, KeyringError};

/// A keyring that lives as long as its last clone.
#[derive(Clone, Default)]
pub struct MemoryKeyring(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    entries: BTreeMap<KeyName, SecretString>,
    failure: Option<KeyringError>,
}

impl MemoryKeyring {
    /// An empty, open keyring.
    pub fn new() -> MemoryKeyring {
        MemoryKeyring::default()
    }

    /// From now on every call fails so; `None` makes it work again.
    pub fn fail_with(&self, failure: Option<KeyringError>) {
        self.state().failure = failure;
    }

    /// Puts a text under a name, also one that is no key, and also while calls fail.
    pub fn put(&self, name: KeyName, text: &str) {
        self.state().entries.insert(name, text.into());
    }

    /// The names that are there.
    pub fn names(&self) -> Vec<KeyName> {
        self.state().entries.keys().copied().collect()
    }

    /// Loses everything, as a keyring does whose file was damaged.
    pub fn forget_all(&self) {
        self.state().entries.clear();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn working(&self) -> Result<MutexGuard<'_, State>, KeyringError> {
        let state = self.state();
        match &state.failure {
            Some(failure) => Err(failure.clone()),
            None => Ok(state),
        }
    }
}

impl KeyStore for MemoryKeyring {
    fn read(&self, name: &KeyName) -> Result<SecretString, KeyringError> {
        self.working()?
            .entries
            .get(name)
            .cloned()
            .ok_or(KeyringError::NoEntry)
    }

    fn write(&self, name: &KeyName, text: &SecretString) -> Result<(), KeyringError> {
        self.working()?.entries.insert(*name, text.clone());
        Ok(())
    }

    fn delete(&self, name: &KeyName) -> Result<(), KeyringError> {
        self.working()?
            .entries
            .remove(name)
            .map(|_| ())
            .ok_or(KeyringError::NoEntry)
    }
}

impl fmt::Debug for MemoryKeyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryKeyring")
            .field("names", &self.names())
            .finish_non_exhaustive()
    }
}
