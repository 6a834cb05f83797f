//! The protocol buffer as it is on the wire. Unknown fields are skipped.

use prost::Message;
use zeroize::Zeroize;

/// One QR code's worth.
#[derive(Clone, PartialEq, Message)]
#[prost(skip_debug)]
pub(super) struct Payload {
    #[prost(message, repeated, tag = "1")]
    pub otp_parameters: Vec<OtpParameters>,
    #[prost(int32, tag = "2")]
    pub version: i32,
    /// How many parts the export has; 0 where a writer leaves it out.
    #[prost(int32, tag = "3")]
    pub batch_size: i32,
    /// Which part this is, from 0.
    #[prost(int32, tag = "4")]
    pub batch_index: i32,
    /// The same random number in all parts; may be negative.
    #[prost(int32, tag = "5")]
    pub batch_id: i32,
}

/// One account. The texts are bytes here, so that a name in another encoding loses no secret.
#[derive(Clone, PartialEq, Message)]
#[prost(skip_debug)]
pub(super) struct OtpParameters {
    #[prost(bytes = "vec", tag = "1")]
    pub secret: Vec<u8>,
    #[prost(bytes = "vec", tag = "2")]
    pub name: Vec<u8>,
    #[prost(bytes = "vec", tag = "3")]
    pub issuer: Vec<u8>,
    /// 0 unspecified, 1 SHA1, 2 SHA256, 3 SHA512, 4 MD5.
    #[prost(int32, tag = "4")]
    pub algorithm: i32,
    /// 0 unspecified, 1 six, 2 eight.
    #[prost(int32, tag = "5")]
    pub digits: i32,
    /// 0 unspecified, 1 HOTP, 2 TOTP.
    #[prost(int32, tag = "6")]
    pub kind: i32,
    #[prost(int64, tag = "7")]
    pub counter: i64,
}

impl Drop for OtpParameters {
    fn drop(&mut self) {
        self.secret.zeroize();
    }
}
