//! Windows, which asks every program before its session ends: a window that nobody sees says no, and has a reason by it that
//! Windows shows.
//!
//! Windows takes the reason only from the thread that the window is of, and asks that thread. It does not wait long for an
//! answer, so this thread does nothing else. What it is told by others, and what it is asked by Windows, are messages to its
//! window, which come one after another.
//!
//! Source: "Shutdown Changes for Windows Vista", `ShutdownBlockReasonCreate` and `WM_QUERYENDSESSION` in the reference of the
//! Windows API.
#![allow(
    unsafe_code,
    reason = "nothing but calls of the Windows API; each says why it may be made"
)]

use std::cell::RefCell;
use std::io::Error;
use std::ptr::{null, null_mut};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use windows_sys::Win32::Foundation::{HWND, LPARAM, LRESULT, WPARAM};
use windows_sys::Win32::System::LibraryLoader::GetModuleHandleW;
use windows_sys::Win32::System::Shutdown::{ShutdownBlockReasonCreate, ShutdownBlockReasonDestroy};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    CreateWindowExW, DefWindowProcW, DestroyWindow, DispatchMessageW, ENDSESSION_CRITICAL, GetMessageW,
    IsWindow, MSG, PostMessageW, PostQuitMessage, RegisterClassW, SMTO_ABORTIFHUNG, SMTO_ERRORONEXIT,
    SendMessageTimeoutW, WM_APP, WM_CLOSE, WM_DESTROY, WM_QUERYENDSESSION, WNDCLASSW, WS_OVERLAPPEDWINDOW,
};
use windows_sys::core::w;

use super::desktop::{Desktop, Holder, Watch};

/// How long the window may take to appear, or to hear a wish: it has nothing else to do.
const PATIENCE: Duration = Duration::from_secs(5);
/// Tells the window that the reason is another one.
const WM_WISH: u32 = WM_APP;
/// Tells it that it is no longer needed. It does not close for anybody else: whoever ends a program asks all its windows to.
const WM_END: u32 = WM_APP + 1;
/// What the window answers a wish: from now on it says that, and Windows has the reason; or Windows took no reason.
const HEARD: LRESULT = 1;
const WITHOUT_WORDS: LRESULT = 2;
/// What it answers Windows: the session may end, or it may not.
const MAY_END: LRESULT = 1;
const MAY_NOT_END: LRESULT = 0;

/// Who holds a log-off, for the log: the answer holds it also where no reason is shown.
const WINDOWS: &str = "Windows";
const SILENT_WINDOWS: &str = "Windows, without the reason";

/// Has Windows hold log-offs; the window is made with the first wish.
#[derive(Default)]
pub struct ShutdownBlock {
    window: Option<Window>,
    holder: Option<Holder>,
}

impl Desktop for ShutdownBlock {
    fn hold(&mut self, reason: &str) -> Option<Watch> {
        let mut watch = None;
        // It may have ended with its thread.
        if self.window.as_ref().is_none_or(|window| !window.is_open()) {
            self.window = None;
            match Window::open() {
                Ok((window, asked)) => {
                    self.window = Some(window);
                    watch = Some(Box::new(move || asked.recv().is_ok()) as Watch);
                }
                Err(why) => self.holder = Some(Err(why)),
            }
        }
        if let Some(window) = &self.window {
            self.holder = Some(window.tell(Some(reason)));
        }
        watch
    }

    fn let_go(&mut self) {
        self.holder = None;
        if let Some(window) = &self.window {
            // Without a window that hears it Windows asks nobody, either.
            let _ = window.tell(None);
        }
    }

    fn holder(&self) -> Option<Holder> {
        self.holder.clone()
    }
}

/// What the window goes by, on its own thread.
struct Kept {
    reason: Arc<Mutex<Option<String>>>,
    asked: Sender<()>,
    /// What Windows was told last, and what was answered.
    told: RefCell<(Option<String>, LRESULT)>,
}

thread_local! {
    static KEPT: RefCell<Option<Kept>> = const { RefCell::new(None) };
}

/// The window, from the outside.
struct Window {
    /// Its handle, a number to all threads but its own.
    handle: usize,
    reason: Arc<Mutex<Option<String>>>,
}

impl Window {
    /// Opens it on a thread of its own; and what hears of everybody who wants to log off while that is held.
    fn open() -> Result<(Window, Receiver<()>), String> {
        let reason = Arc::default();
        let (asked, hears) = channel();
        let kept = Kept {
            reason: Arc::clone(&reason),
            asked,
            told: RefCell::new((None, HEARD)),
        };
        let (opened, opens) = channel();
        let lives = move || {
            KEPT.set(Some(kept));
            let handle = create();
            let is_open = handle.is_ok();
            if opened.send(handle).is_ok() && is_open {
                answer_messages();
            }
        };
        std::thread::Builder::new()
            .name("log-off".into())
            .spawn(lives)
            .map_err(|error| error.to_string())?;
        let handle = opens
            .recv_timeout(PATIENCE)
            .map_err(|error| error.to_string())??;
        Ok((Window { handle, reason }, hears))
    }

    fn is_open(&self) -> bool {
        // SAFETY: takes any number for a window.
        unsafe { IsWindow(self.handle as HWND) != 0 }
    }

    /// Tells it for which reason log-offs are to be held, or that they are not.
    fn tell(&self, reason: Option<&str>) -> Holder {
        *locked(&self.reason) = reason.map(String::from);
        let patience = u32::try_from(PATIENCE.as_millis()).unwrap_or(u32::MAX);
        let mut answer = 0;
        // SAFETY: takes any number for a window, and writes into `answer` only while this waits.
        let sent = unsafe {
            let how = SMTO_ABORTIFHUNG | SMTO_ERRORONEXIT;
            SendMessageTimeoutW(self.handle as HWND, WM_WISH, 0, 0, how, patience, &raw mut answer)
        };
        match (sent != 0, answer.cast_signed()) {
            (true, HEARD) => Ok(WINDOWS),
            (true, WITHOUT_WORDS) => Ok(SILENT_WINDOWS),
            // Who did not answer in time has left no error behind.
            _ => match Error::last_os_error() {
                error if error.raw_os_error() == Some(0) => Err("no answer".into()),
                error => Err(error.to_string()),
            },
        }
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // SAFETY: takes any number for a window.
        unsafe { PostMessageW(self.handle as HWND, WM_END, 0, 0) };
    }
}

/// Makes the window, which is never shown. It cannot be one for messages only: Windows does not ask those.
fn create() -> Result<usize, String> {
    let name = w!("RedshankLogOff");
    // SAFETY: asks for the program itself, which is there as long as it runs.
    let program = unsafe { GetModuleHandleW(null()) };
    let class = WNDCLASSW {
        lpfnWndProc: Some(answer),
        hInstance: program,
        lpszClassName: name,
        ..WNDCLASSW::default()
    };
    // SAFETY: `class` and its name live through the call, and `answer` as long as the program. Where the class is there
    // already, from an earlier window, this does nothing.
    unsafe { RegisterClassW(&raw const class) };
    // SAFETY: both texts live through the call, and there is neither parent, menu nor parameter.
    let window = unsafe {
        let (parent, menu) = (null_mut(), null_mut());
        CreateWindowExW(
            0,
            name,
            w!("Redshank"),
            WS_OVERLAPPEDWINDOW,
            0,
            0,
            0,
            0,
            parent,
            menu,
            program,
            null(),
        )
    };
    match window.is_null() {
        true => Err(Error::last_os_error().to_string()),
        false => Ok(window as usize),
    }
}

/// Has the window answer, until it is gone.
fn answer_messages() {
    let mut message = MSG::default();
    // SAFETY: `message` is written and read by these calls only.
    while unsafe { GetMessageW(&raw mut message, null_mut(), 0, 0) } > 0 {
        // SAFETY: as above; it is whole after a call that succeeded.
        unsafe { DispatchMessageW(&raw const message) };
    }
}

/// What the window answers.
unsafe extern "system" fn answer(window: HWND, message: u32, wide: WPARAM, long: LPARAM) -> LRESULT {
    match message {
        WM_WISH => hear_wish(window),
        WM_QUERYENDSESSION => may_end(long),
        WM_CLOSE => 0,
        WM_END => {
            // SAFETY: called on the thread of that window.
            unsafe { DestroyWindow(window) };
            0
        }
        WM_DESTROY => {
            // SAFETY: ends the loop of this thread, and touches nothing else.
            unsafe { PostQuitMessage(0) };
            0
        }
        // SAFETY: passed on as it came.
        _ => unsafe { DefWindowProcW(window, message, wide, long) },
    }
}

/// Tells Windows the reason, or that there is none any more, where it is another one: without a reason the program might be
/// ended at once by somebody who logs off at this moment.
fn hear_wish(window: HWND) -> LRESULT {
    let heard = with_kept(|kept| {
        let reason = locked(&kept.reason).clone();
        // Borrowed only while this wish is told to Windows, which sends no other one meanwhile.
        let mut told = kept.told.try_borrow_mut().ok()?;
        if told.0 != reason {
            let answer = tell_windows(window, reason.as_deref());
            *told = (reason, answer);
        }
        Some(told.1)
    });
    heard.flatten().unwrap_or_default()
}

fn tell_windows(window: HWND, reason: Option<&str>) -> LRESULT {
    let ended = |reason: &str| {
        reason
            .encode_utf16()
            .filter(|&unit| unit != 0)
            .chain([0])
            .collect()
    };
    let text: Option<Vec<u16>> = reason.map(ended);
    // SAFETY: called on the thread of that window. That there was no reason is no fault.
    unsafe { ShutdownBlockReasonDestroy(window) };
    let Some(text) = text else {
        return HEARD;
    };
    // SAFETY: called on the thread of that window, and the text ends with a zero and lives through the call.
    match unsafe { ShutdownBlockReasonCreate(window, text.as_ptr()) } {
        0 => WITHOUT_WORDS,
        _ => HEARD,
    }
}

/// Whether the session may end. In an emergency of the machine no program is to be in the way.
fn may_end(why: LPARAM) -> LRESULT {
    let is_critical = why as u32 & ENDSESSION_CRITICAL != 0;
    if is_critical || reason().is_none() {
        return MAY_END;
    }
    with_kept(|kept| {
        // Whoever listened may be gone with the window of the program.
        let _ = kept.asked.send(());
    });
    MAY_NOT_END
}

fn reason() -> Option<String> {
    with_kept(|kept| locked(&kept.reason).clone()).flatten()
}

/// Nothing on threads without such a window.
fn with_kept<R>(f: impl FnOnce(&Kept) -> R) -> Option<R> {
    KEPT.try_with(|kept| kept.try_borrow().ok()?.as_ref().map(f))
        .ok()?
}

fn locked(reason: &Mutex<Option<String>>) -> std::sync::MutexGuard<'_, Option<String>> {
    reason.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use windows_sys::Win32::System::Shutdown::ShutdownBlockReasonQuery;
    use windows_sys::Win32::UI::WindowsAndMessaging::{ENDSESSION_LOGOFF, SendMessageW};

    use super::*;

    /// As Windows asks before a log-off: true where the session may end.
    fn asks(block: &ShutdownBlock, why: u32) -> bool {
        let window = block.window.as_ref().unwrap().handle as HWND;
        // SAFETY: a message with numbers only, to a window that is there.
        unsafe { SendMessageW(window, WM_QUERYENDSESSION, 0, why as LPARAM) != 0 }
    }

    /// The reason that Windows has.
    fn shown(block: &ShutdownBlock) -> Option<String> {
        let window = block.window.as_ref().unwrap().handle as HWND;
        let mut text = [0_u16; 300];
        let mut length = text.len() as u32;
        // SAFETY: the room for the text is as long as is said.
        let is_there = unsafe { ShutdownBlockReasonQuery(window, text.as_mut_ptr(), &raw mut length) };
        let end = text.iter().position(|&unit| unit == 0).unwrap();
        (is_there != 0).then(|| String::from_utf16(&text[..end]).unwrap())
    }

    #[test]
    fn a_log_off_is_held_with_the_newest_reason_until_it_is_let_go() {
        let mut block = ShutdownBlock::default();
        assert_eq!(block.holder(), None);
        let mut watch = block.hold("还有未保存的更改").unwrap();
        assert!(block.hold("b\0c").is_none(), "one watch is enough");
        let holds = [WINDOWS, SILENT_WINDOWS].map(|name| Some(Ok(name)));
        assert!(holds.contains(&block.holder()), "{:?}", block.holder());
        assert!(!asks(&block, ENDSESSION_LOGOFF), "a log-off");
        assert!(!asks(&block, 0), "a shutdown");
        assert!(asks(&block, ENDSESSION_CRITICAL), "an emergency");
        assert!(watch() && watch(), "heard of both");
        block.let_go();
        assert!(asks(&block, ENDSESSION_LOGOFF));
        assert_eq!(block.holder(), None);
        assert!(block.hold("again").is_none());
        assert!(!asks(&block, ENDSESSION_LOGOFF));
        drop(block);
        assert!(watch(), "heard before");
        assert!(!watch(), "nobody will be heard of any more");
    }

    #[test]
    fn nobody_else_closes_the_window_and_one_that_is_gone_is_made_anew() {
        let mut block = ShutdownBlock::default();
        let _watch = block.hold("a");
        let window = block.window.as_ref().unwrap().handle as HWND;
        // SAFETY: messages with numbers only, to a window that is there.
        unsafe { SendMessageW(window, WM_CLOSE, 0, 0) };
        assert!(!asks(&block, ENDSESSION_LOGOFF));
        // SAFETY: as above.
        unsafe { SendMessageW(window, WM_END, 0, 0) };
        let mut watch = block.hold("b").unwrap();
        assert!(!asks(&block, ENDSESSION_LOGOFF) && watch());
    }

    #[test]
    fn windows_has_the_words_of_the_reason() {
        let mut block = ShutdownBlock::default();
        let _watch = block.hold("还有未保存的更改");
        if block.holder() == Some(Ok(SILENT_WINDOWS)) {
            println!("skipped: this Windows keeps no reasons");
            return;
        }
        assert_eq!(shown(&block).as_deref(), Some("还有未保存的更改"));
        let _ = block.hold("a\0b");
        assert_eq!(shown(&block).as_deref(), Some("ab"));
        block.let_go();
        assert_eq!(shown(&block), None);
    }
}
