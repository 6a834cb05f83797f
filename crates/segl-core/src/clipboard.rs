//! The clipboard: codes go in marked as not for the history, and are taken out again if they are
//! still there.
//!
//! A thread of its own holds the clipboard, because on X11 and Wayland what was copied lives
//! only as long as its owner.

use std::sync::Mutex;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use crate::api::ErrorCode;
use crate::problem::Problem;

/// A handle to the thread; started at the first use.
#[derive(Default)]
pub(crate) struct Clipboard(Mutex<Option<mpsc::Sender<Order>>>);

/// What the clipboard held.
pub(crate) enum Content {
    Text(Zeroizing<String>),
    Picture {
        width: u32,
        height: u32,
        rgba: Vec<u8>,
    },
}

enum Order {
    Copy {
        text: Zeroizing<String>,
        keep: Duration,
        done: mpsc::Sender<Result<(), Problem>>,
    },
    Read {
        done: mpsc::Sender<Result<Content, Problem>>,
    },
    Clear {
        done: mpsc::Sender<()>,
    },
}

impl Clipboard {
    /// Puts a code in, and takes it out after `keep` if it is still there.
    pub(crate) fn copy(&self, text: Zeroizing<String>, keep: Duration) -> Result<(), Problem> {
        self.ask(|done| Order::Copy { text, keep, done })?
    }

    /// What is in it: text, else a picture.
    pub(crate) fn read(&self) -> Result<Content, Problem> {
        self.ask(|done| Order::Read { done })?
    }

    /// Takes our code out now, if it is still there.
    pub(crate) fn clear(&self) {
        if crate::lock(&self.0).is_some() {
            let _ = self.ask(|done| Order::Clear { done });
        }
    }

    fn ask<T>(&self, order: impl FnOnce(mpsc::Sender<T>) -> Order) -> Result<T, Problem> {
        let (done, answer) = mpsc::channel();
        let mut order = order(done);
        let mut thread = crate::lock(&self.0);
        if let Some(running) = &*thread {
            match running.send(order) {
                Ok(()) => return receive(&answer),
                Err(mpsc::SendError(unsent)) => order = unsent,
            }
        }
        let (orders, inbox) = mpsc::channel();
        thread::Builder::new()
            .name("clipboard".into())
            .spawn(move || attend(&inbox))
            .map_err(Problem::internal)?;
        let _ = orders.send(order);
        *thread = Some(orders);
        drop(thread);
        receive(&answer)
    }
}

/// A clipboard owner that hangs must not hang us.
fn receive<T>(answer: &mpsc::Receiver<T>) -> Result<T, Problem> {
    answer
        .recv_timeout(Duration::from_secs(5))
        .map_err(|_| ErrorCode::ClipboardFailed.into())
}

fn attend(inbox: &mpsc::Receiver<Order>) {
    let mut board = None;
    let mut ours: Option<(Zeroizing<String>, Instant)> = None;
    loop {
        let order = match &ours {
            None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some((_, until)) => inbox.recv_timeout(until.saturating_duration_since(Instant::now())),
        };
        match order {
            Ok(Order::Copy { text, keep, done }) => {
                let copied = open(&mut board).and_then(|board| write(board, &text));
                if copied.is_ok() {
                    ours = Some((text, Instant::now() + keep));
                }
                let _ = done.send(copied);
            }
            Ok(Order::Read { done }) => {
                let _ = done.send(open(&mut board).and_then(content));
            }
            Ok(Order::Clear { done }) => {
                take_out(board.as_mut(), ours.take());
                let _ = done.send(());
            }
            Err(RecvTimeoutError::Timeout) => take_out(board.as_mut(), ours.take()),
            Err(RecvTimeoutError::Disconnected) => {
                take_out(board.as_mut(), ours.take());
                return;
            }
        }
    }
}

fn open(board: &mut Option<arboard::Clipboard>) -> Result<&mut arboard::Clipboard, Problem> {
    if board.is_none() {
        *board = Some(arboard::Clipboard::new().map_err(failed)?);
    }
    board
        .as_mut()
        .ok_or_else(|| ErrorCode::ClipboardFailed.into())
}

fn write(board: &mut arboard::Clipboard, text: &str) -> Result<(), Problem> {
    let set = board.set();
    #[cfg(all(unix, not(any(target_os = "macos", target_os = "android"))))]
    let set = arboard::SetExtLinux::exclude_from_history(set);
    #[cfg(target_os = "macos")]
    let set = arboard::SetExtApple::exclude_from_history(set);
    #[cfg(windows)]
    let set = arboard::SetExtWindows::exclude_from_history(
        arboard::SetExtWindows::exclude_from_cloud(set),
    );
    set.text(text).map_err(failed)
}

fn content(board: &mut arboard::Clipboard) -> Result<Content, Problem> {
    let no_text = match board.get_text() {
        Ok(text) if !text.trim().is_empty() => return Ok(Content::Text(Zeroizing::new(text))),
        Ok(_) | Err(arboard::Error::ContentNotAvailable) => None,
        // Some owners, xclip for one, give the bytes of their picture when they are asked for text.
        Err(error) => Some(error),
    };
    match board.get_image() {
        Ok(image) => Ok(Content::Picture {
            width: u32::try_from(image.width).unwrap_or(0),
            height: u32::try_from(image.height).unwrap_or(0),
            rgba: image.bytes.into_owned(),
        }),
        Err(arboard::Error::ContentNotAvailable) => {
            Err(no_text.map_or_else(|| ErrorCode::ClipboardEmpty.into(), failed))
        }
        Err(error) => Err(failed(error)),
    }
}

fn take_out(board: Option<&mut arboard::Clipboard>, ours: Option<(Zeroizing<String>, Instant)>) {
    let (Some(board), Some((text, _))) = (board, ours) else {
        return;
    };
    if board
        .get_text()
        .is_ok_and(|found| Zeroizing::new(found) == text)
    {
        let _ = board.clear();
    }
}

fn failed(error: arboard::Error) -> Problem {
    tracing::info!(%error, "the clipboard did not work");
    ErrorCode::ClipboardFailed.into()
}
