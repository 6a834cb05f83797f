//! The application: what every face of Segl calls.
