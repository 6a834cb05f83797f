//! One-time codes and otpauth URIs: pure, without clock and without I/O.
