//! What a log-off is held by.

use std::collections::HashMap;

use zbus::Error;
use zbus::blocking::Connection;
use zbus::message::Message;
use zbus::zvariant::{OwnedObjectPath, Value};

use super::services::{MANAGER, PORTAL, REQUEST, call};

/// What is to be held, for both: a log-off, and neither the change of users nor sleep.
const LOG_OFF: u32 = 1;
/// Who asks, for the session manager.
pub const OWN_NAME: &str = "redshank";
/// Neither window nor parent is named: dialogs of the desktop stand by themselves.
pub const NO_WINDOW: &str = "";

/// What a log-off is held by, as long as who gave it is there.
pub struct Held {
    /// The connection of who gave it: whoever takes its name after it knows nothing of it.
    owner: String,
    by: By,
}

enum By {
    /// A request to the portal.
    Portal(OwnedObjectPath),
    /// A number of the session manager.
    Manager(u32),
}

impl Held {
    /// Has the portal hold log-offs.
    pub fn by_portal(connection: &Connection, reason: &str) -> Result<Held, Error> {
        let options = HashMap::from([("reason", Value::from(reason))]);
        let answer = call(connection, PORTAL, "Inhibit", &(NO_WINDOW, LOG_OFF, options))?;
        let by = By::Portal(answer.body().deserialize()?);
        let owner = sender(&answer);
        Ok(Held { owner, by })
    }

    /// Has the session manager hold log-offs.
    pub fn by_manager(connection: &Connection, reason: &str) -> Result<Held, Error> {
        let window = 0_u32;
        let wish = (OWN_NAME, window, reason, LOG_OFF);
        let answer = call(connection, MANAGER, "Inhibit", &wish)?;
        let by = By::Manager(answer.body().deserialize()?);
        let owner = sender(&answer);
        Ok(Held { owner, by })
    }

    /// The name of who holds it.
    pub fn name(&self) -> &'static str {
        match self.by {
            By::Portal(_) => PORTAL.0,
            By::Manager(_) => MANAGER.0,
        }
    }

    /// True where that connection gave it.
    pub fn is_of(&self, owner: &str) -> bool {
        self.owner == owner
    }

    /// True where it is that request to the portal.
    pub fn is_request(&self, path: &str) -> bool {
        matches!(&self.by, By::Portal(request) if request.as_str() == path)
    }

    /// Gives it back. Who does not answer holds nothing either.
    pub fn release(self, connection: &Connection) {
        let owner = Some(self.owner.as_str());
        let _nobody_is_left_to_tell = match self.by {
            By::Portal(request) => {
                connection.call_method(owner, request.as_str(), Some(REQUEST), "Close", &())
            }
            By::Manager(number) => {
                connection.call_method(owner, MANAGER.1, Some(MANAGER.2), "Uninhibit", &number)
            }
        };
    }
}

fn sender(answer: &Message) -> String {
    let header = answer.header();
    header.sender().map(ToString::to_string).unwrap_or_default()
}
