//! The services of the bus that can hold a log-off, and how they are called.

use std::io::ErrorKind;
use std::time::Duration;

use zbus::Error;
use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::message::Message;

/// An object of another program: its name on the bus, its path, and the interface that is called.
pub type Object = (&'static str, &'static str, &'static str);

/// What desktops share.
pub const PORTAL: Object = (
    "org.freedesktop.portal.Desktop",
    "/org/freedesktop/portal/desktop",
    "org.freedesktop.portal.Inhibit",
);
/// What the portal gives for each request.
pub const REQUEST: &str = "org.freedesktop.portal.Request";
/// The session manager of GNOME, whose name MATE and Cinnamon take, too.
pub const MANAGER: Object = (
    "org.gnome.SessionManager",
    "/org/gnome/SessionManager",
    "org.gnome.SessionManager",
);
/// The bus itself.
const BUS: Object = (
    "org.freedesktop.DBus",
    "/org/freedesktop/DBus",
    "org.freedesktop.DBus",
);

/// A service may first have to be started; one that says nothing for so long counts as missing.
const PATIENCE: Duration = Duration::from_secs(10);

/// A new connection to the bus of the session.
pub fn connect() -> Result<Connection, Error> {
    Builder::session()?.method_timeout(PATIENCE).build()
}

/// Has that connection told what services say of log-offs by themselves, and when they come and go.
pub fn subscribe(connection: &Connection) -> Result<(), Error> {
    let (bus, portal, request) = (BUS.0, PORTAL, REQUEST);
    let owner = |name| format!("type='signal',sender='{bus}',member='NameOwnerChanged',arg0='{name}'");
    let says = |interface, member| {
        let from = portal.0;
        format!("type='signal',sender='{from}',interface='{interface}',member='{member}'")
    };
    let rules = [
        owner(PORTAL.0),
        owner(MANAGER.0),
        says(portal.2, "StateChanged"),
        says(request, "Response"),
    ];
    for rule in rules {
        call(connection, BUS, "AddMatch", &rule)?;
    }
    Ok(())
}

/// True where a service of that name is there.
pub fn is_there(connection: &Connection, name: &str) -> bool {
    let answer = call(connection, BUS, "NameHasOwner", &name);
    answer.is_ok_and(|answer| answer.body().deserialize().unwrap_or(false))
}

/// Calls a method of an object, and gives its answer.
pub fn call<B>(
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

/// True where nothing was answered in time: what was asked for may yet be done.
pub fn is_late<T>(answer: &Result<T, Error>) -> bool {
    matches!(answer, Err(Error::InputOutput(why)) if why.kind() == ErrorKind::TimedOut)
}
