//! Real cases with expected results, read from the folder that `SEGL_CORPORA` names, else from `tests/fixtures`.

mod otpauth;
mod push;
mod qr;
