//! Format 1 of vaults and backups, as docs/vault-format.md says: bytes in, values out.
//!
//! Nothing here knows files, clocks or keyrings, and randomness is handed in.

pub(crate) mod body;
pub(crate) mod header;
pub(crate) mod slot;

#[cfg(test)]
mod tests;
