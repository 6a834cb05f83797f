//! Ends what a session started, and only that.
//!
//! Children of children get lost: WebKit starts processes of its own, and some programs detach themselves. All of them
//! inherit the environment, so each process of a session carries its mark.

use std::{
    fs,
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
    process::Child,
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};

/// The variable that every process of a session has; its value is the session's folder, which no other session has.
pub(super) const MARK: &str = "SEGL_TEST_SESSION";

/// The processes of one session.
#[derive(Debug)]
pub(super) struct Processes {
    folder: PathBuf,
}

impl Processes {
    pub(super) fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }

    fn alive(&self) -> Vec<Pid> {
        let mark = [MARK.as_bytes(), b"=", self.folder.as_os_str().as_bytes()].concat();
        let Ok(entries) = fs::read_dir("/proc") else {
            return Vec::new();
        };
        let own = rustix::process::getpid();
        entries
            .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
            .filter_map(Pid::from_raw)
            .filter(|pid| *pid != own)
            .filter(|pid| {
                // Of another user's process, or of one that just ended, nothing can be read: then it is not ours.
                let path = format!("/proc/{}/environ", pid.as_raw_nonzero());
                let environment = fs::read(path).unwrap_or_default();
                environment
                    .split(|byte| *byte == 0)
                    .any(|variable| variable == mark)
            })
            .collect()
    }

    /// Ends those that run this program, without asking, and waits until they are gone.
    pub(super) fn kill_program(&self, program: &Path) {
        let running = |pid: &Pid| {
            let path = format!("/proc/{}/exe", pid.as_raw_nonzero());
            fs::read_link(path).is_ok_and(|executable| executable == program)
        };
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(10) {
            let pids: Vec<Pid> = self.alive().into_iter().filter(running).collect();
            if pids.is_empty() {
                return;
            }
            for pid in pids {
                let _ = kill_process(pid, Signal::KILL);
            }
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Asks all of them to end, and makes those that do not.
    pub(super) fn end(&self) {
        for pid in self.alive() {
            let _ = kill_process(pid, Signal::TERM);
        }
        let began = Instant::now();
        while began.elapsed() < Duration::from_millis(500) && !self.alive().is_empty() {
            thread::sleep(Duration::from_millis(20));
        }
        for pid in self.alive() {
            let _ = kill_process(pid, Signal::KILL);
        }
    }
}

/// Ends one program and waits until it is gone.
pub(super) fn end(child: &mut Child) {
    if let Some(pid) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        let _ = kill_process(pid, Signal::TERM);
    }
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(2) {
        if !matches!(child.try_wait(), Ok(None)) {
            return;
        }
        thread::sleep(Duration::from_millis(10));
    }
    let _ = child.kill();
    let _ = child.wait();
}
