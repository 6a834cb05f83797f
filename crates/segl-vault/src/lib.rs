//! The encrypted store of Segl: slots, durable saves, the keyring.
