//! Cases of `otpauth`.
