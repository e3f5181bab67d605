//! What the desktop is asked for, and what has become of it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use zbus::Error;
use zbus::blocking::Connection;
use zbus::message::Message;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

use super::desktop::Holder;
use super::held::{Held, NO_WINDOW, OWN_NAME};
use super::services::{PORTAL, REQUEST, call, connect, is_late, is_there, subscribe};

/// The state of the session in which programs are asked; the portal waits a second for each answer.
const ASKING: u32 = 2;

/// Where it is seen who holds a log-off, without waiting for who is being asked.
pub type Seen = Arc<Mutex<Option<Holder>>>;

/// A wish that log-offs are held, for a reason; it outlives the services that it was told to.
#[derive(Default)]
pub struct Wish {
    /// Connected to with the first wish.
    connection: Option<Connection>,
    reason: Option<String>,
    held: Option<Held>,
    /// The portal has nobody behind it who could hold a log-off.
    portal_refuses: bool,
    /// The portal has been asked to say when somebody wants to log off.
    is_told: bool,
    /// Somebody listens to what services say.
    pub is_watched: bool,
    seen: Seen,
}

impl Wish {
    /// What becomes of it is to be seen there.
    pub fn seen_at(seen: &Seen) -> Wish {
        Wish {
            seen: Arc::clone(seen),
            ..Wish::default()
        }
    }

    /// From now on there is that reason, or none.
    pub fn set_reason(&mut self, reason: Option<&str>) {
        self.reason = reason.map(String::from);
        if self.reason.is_none() {
            if let Some((held, connection)) = self.held.take().zip(self.connection.as_ref()) {
                held.release(connection);
            }
            self.note(None);
        } else {
            self.ask();
        }
    }

    /// The connection where the bus is there; another one where it has gone, and with it whatever was held.
    pub fn connected(&mut self) -> Result<Connection, Error> {
        if let Some(open) = self.open() {
            return Ok(open);
        }
        let new = connect()?;
        subscribe(&new)?;
        // Another bus may have another portal; where only a service was late (`hang_up`), it is the same.
        self.portal_refuses &= self.connection.is_none();
        self.held = None;
        self.is_told = false;
        self.connection = Some(new.clone());
        Ok(new)
    }

    /// The connection, where it is open.
    pub fn open(&self) -> Option<Connection> {
        self.connection.as_ref().filter(|open| !open.is_closed()).cloned()
    }

    /// Asks for it, or again: the portal, else the session manager.
    fn ask(&mut self) {
        let Some(reason) = self.reason.clone() else {
            return;
        };
        let asked = self.by_portal(&reason).or_else(|portal| {
            self.by_manager(&reason)
                .map_err(|manager| format!("{portal}; {manager}"))
        });
        let failed = match asked {
            // The new one stands before the old one goes: no moment is left open between them.
            Ok(held) => {
                let old = self.held.replace(held);
                if let Some((old, connection)) = old.zip(self.connection.as_ref()) {
                    old.release(connection);
                }
                None
            }
            Err(why) => Some(why),
        };
        // Where the old one still stands, so does the log-off.
        let name = self.held.as_ref().map(Held::name);
        self.note(Some(name.ok_or(failed.unwrap_or_default())));
    }

    fn by_portal(&mut self, reason: &str) -> Result<Held, String> {
        if self.portal_refuses {
            return Err("the portal holds no log-offs here".into());
        }
        let connection = self.connected().map_err(|error| error.to_string())?;
        let answer = Held::by_portal(&connection, reason);
        if is_late(&answer) {
            self.hang_up();
            self.portal_refuses = true;
        }
        let held = answer.map_err(|error| error.to_string())?;
        if !self.is_told {
            let options = HashMap::from([("session_handle_token", Value::from(OWN_NAME))]);
            self.is_told = call(&connection, PORTAL, "CreateMonitor", &(NO_WINDOW, options)).is_ok();
        }
        Ok(held)
    }

    fn by_manager(&mut self, reason: &str) -> Result<Held, String> {
        let connection = self.connected().map_err(|error| error.to_string())?;
        let answer = Held::by_manager(&connection, reason);
        if is_late(&answer) {
            self.hang_up();
        }
        answer.map_err(|error| error.to_string())
    }

    /// Who has not answered in time may do later what it was asked for, and nobody would take it back: services forget a
    /// connection that is closed, with all that it has asked for.
    fn hang_up(&mut self) {
        if let Some(late) = self.connection.take() {
            let _closed_or_gone = late.close();
        }
        self.held = None;
    }

    /// Takes in what was heard on the bus; true where somebody wants to log off.
    pub fn hear(&mut self, message: &Message) -> bool {
        let header = message.header();
        let of = (header.interface(), header.member());
        let (Some(interface), Some(member)) = (of.0, of.1) else {
            return false;
        };
        match (interface.as_str(), member.as_str()) {
            (_, "NameOwnerChanged") => self.hear_owner(message),
            (REQUEST, "Response") => self.hear_response(message),
            (_, "StateChanged") => return self.is_asked(message),
            _ => {}
        }
        false
    }

    /// A service has come or gone. Where that is who held the log-off, or nobody held it, it is asked for again.
    fn hear_owner(&mut self, message: &Message) {
        let Ok((name, old, new)) = message.body().deserialize::<(String, String, String)>() else {
            return;
        };
        if name == PORTAL.0 {
            self.portal_refuses = false;
            // One that comes because it was asked for something has been told by then.
            self.is_told &= old.is_empty();
        }
        let is_lost = self.held.take_if(|held| held.is_of(&old)).is_some();
        // Who ends as soon as it is asked is not started over and over.
        let may_hold = || self.held.is_none() && self.open().is_some_and(|bus| is_there(&bus, &new));
        if is_lost || may_hold() {
            self.ask();
        }
    }

    /// The portal answers at once, and says later whether the desktop behind it does what was asked for.
    fn hear_response(&mut self, message: &Message) {
        let header = message.header();
        let path = header.path().map(|path| path.as_str()).unwrap_or_default();
        let answer = message.body().deserialize::<(u32, HashMap<String, OwnedValue>)>();
        let is_refused = answer.is_ok_and(|(code, _)| code != 0);
        if is_refused && self.held.take_if(|held| held.is_request(path)).is_some() {
            self.portal_refuses = true;
            self.ask();
        }
    }

    /// Answers who asks whether the session may end.
    fn is_asked(&self, message: &Message) -> bool {
        let (Some(session), Some(connection)) = (asking(message), self.open()) else {
            return false;
        };
        let _heard = call(&connection, PORTAL, "QueryEndResponse", &session);
        true
    }

    fn note(&self, holder: Option<Holder>) {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = holder;
    }
}

/// The session of a signal that asks programs whether it may end.
fn asking(signal: &Message) -> Option<OwnedObjectPath> {
    type State = (OwnedObjectPath, HashMap<String, OwnedValue>);
    let (session, state): State = signal.body().deserialize().ok()?;
    let state = state.get("session-state")?.downcast_ref::<u32>().ok()?;
    (state == ASKING).then_some(session)
}
