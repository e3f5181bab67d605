//! Desktops of Linux, asked by D-Bus: through the portal that desktops share, and where there is none through the session
//! manager of GNOME, whose name MATE and Cinnamon take, too.

use std::collections::HashMap;
use std::time::Duration;

use zbus::Error;
use zbus::blocking::connection::Builder;
use zbus::blocking::{Connection, Proxy};
use zbus::message::Message;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

use super::desktop::{Desktop, Holder, Watch};

/// An object of another program: its name on the bus, its path, and the interface that is called.
type Object = (&'static str, &'static str, &'static str);

const PORTAL: Object = (
    "org.freedesktop.portal.Desktop",
    "/org/freedesktop/portal/desktop",
    "org.freedesktop.portal.Inhibit",
);
/// What the portal gives for each request.
const REQUEST: &str = "org.freedesktop.portal.Request";
const MANAGER: Object = (
    "org.gnome.SessionManager",
    "/org/gnome/SessionManager",
    "org.gnome.SessionManager",
);

/// What is to be held, for both: a log-off, and neither the change of users nor sleep.
const LOG_OFF: u32 = 1;
/// Who asks, for the session manager.
const OWN_NAME: &str = "redshank";
/// Neither window nor parent is named: dialogs of the desktop stand by themselves.
const NO_WINDOW: &str = "";
/// The state of the session in which programs are asked; the portal waits a second for each answer.
const ASKING: u32 = 2;
/// A service may first have to be started; one that says nothing for so long counts as missing.
const PATIENCE: Duration = Duration::from_secs(10);

/// The bus of the session, connected to with the first wish.
#[derive(Default)]
pub struct Bus {
    connection: Option<Connection>,
    held: Option<Held>,
    is_watched: bool,
}

/// What a log-off is held by.
enum Held {
    /// A request to the portal.
    Portal(OwnedObjectPath),
    /// A number of the session manager.
    Manager(u32),
}

impl Desktop for Bus {
    fn hold(&mut self, reason: &str) -> Result<Holder, String> {
        let connection = self.connected().map_err(|error| error.to_string())?;
        let held = by_portal(&connection, reason).or_else(|portal| {
            by_manager(&connection, reason).map_err(|manager| format!("{portal}; {manager}"))
        })?;
        let name = held.name();
        let is_portal = matches!(held, Held::Portal(_));
        // The new reason stands before the old one goes: no moment is left open between them.
        if let Some(old) = self.held.replace(held) {
            old.release(&connection);
        }
        let watch = (is_portal && !self.is_watched)
            .then(|| watch(&connection).ok())
            .flatten();
        self.is_watched |= watch.is_some();
        Ok(Holder { name, watch })
    }

    fn let_go(&mut self) {
        if let Some((held, connection)) = self.held.take().zip(self.connection.as_ref()) {
            held.release(connection);
        }
    }
}

impl Bus {
    /// The connection; another one where the bus has gone, and with it whatever was held.
    fn connected(&mut self) -> Result<Connection, Error> {
        if let Some(open) = self.connection.as_ref().filter(|open| !open.is_closed()) {
            return Ok(open.clone());
        }
        let new = Builder::session()?.method_timeout(PATIENCE).build()?;
        *self = Bus {
            connection: Some(new.clone()),
            ..Bus::default()
        };
        Ok(new)
    }
}

impl Held {
    fn name(&self) -> &'static str {
        match self {
            Held::Portal(_) => PORTAL.0,
            Held::Manager(_) => MANAGER.0,
        }
    }

    /// Who does not answer holds nothing either.
    fn release(self, connection: &Connection) {
        let _nobody_is_left_to_tell = match self {
            Held::Portal(request) => {
                connection.call_method(Some(PORTAL.0), request.as_str(), Some(REQUEST), "Close", &())
            }
            Held::Manager(cookie) => call(connection, MANAGER, "Uninhibit", &cookie),
        };
    }
}

fn by_portal(connection: &Connection, reason: &str) -> Result<Held, Error> {
    let options = HashMap::from([("reason", Value::from(reason))]);
    let answer = call(connection, PORTAL, "Inhibit", &(NO_WINDOW, LOG_OFF, options))?;
    Ok(Held::Portal(answer.body().deserialize()?))
}

fn by_manager(connection: &Connection, reason: &str) -> Result<Held, Error> {
    let window = 0_u32;
    let answer = call(
        connection,
        MANAGER,
        "Inhibit",
        &(OWN_NAME, window, reason, LOG_OFF),
    )?;
    Ok(Held::Manager(answer.body().deserialize()?))
}

/// Waits for the portal to say that somebody wants to log off, and answers that this was heard.
fn watch(connection: &Connection) -> Result<Watch, Error> {
    let (name, path, interface) = PORTAL;
    let proxy = Proxy::new_owned(connection.clone(), name, path, interface)?;
    let mut states = proxy.receive_signal("StateChanged")?;
    let options = HashMap::from([("session_handle_token", Value::from(OWN_NAME))]);
    call(connection, PORTAL, "CreateMonitor", &(NO_WINDOW, options))?;
    let connection = connection.clone();
    Ok(Box::new(move || {
        for state in states.by_ref() {
            if let Some(session) = asking(&state) {
                let _heard = call(&connection, PORTAL, "QueryEndResponse", &session);
                return true;
            }
        }
        false
    }))
}

/// The session of a signal that asks programs whether it may end.
fn asking(signal: &Message) -> Option<OwnedObjectPath> {
    type State = (OwnedObjectPath, HashMap<String, OwnedValue>);
    let (session, state): State = signal.body().deserialize().ok()?;
    let state = state.get("session-state")?.downcast_ref::<u32>().ok()?;
    (state == ASKING).then_some(session)
}

fn call<B>(
    connection: &Connection,
    (name, path, interface): Object,
    method: &str,
    body: &B,
) -> Result<Message, Error>
where
    B: serde::Serialize + zbus::zvariant::DynamicType,
{
    connection.call_method(Some(name), path, Some(interface), method, body)
}
