//! A desktop session of its own: X server, session bus, keyring.
