//! The program as people and scripts run it: real processes, real files, oathtool as the oracle.

#![cfg(test)]

#[cfg(target_os = "linux")]
mod camera;
mod codes;
mod command_line;
mod harness;
mod reading;
mod vault;
