//! The application: what every face of Segl calls. Use-cases, the session, views and events;
//! deliberately no window, no terminal and no words of either.

#![forbid(unsafe_code)]

pub mod api;
