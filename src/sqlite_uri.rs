//! Paths as the URIs by which SQLite opens a file without changing it or making it.
//!
//! Source: "Uniform Resource Identifiers" in the manual of SQLite.

use std::path::Path;

/// The path as a URI with those parameters, such as `immutable=1&mode=ro`: every byte that has a meaning there is escaped.
pub fn uri_of(path: &Path, parameters: &str) -> String {
    let mut uri = String::from("file:");
    let bytes = path.as_os_str().as_encoded_bytes();
    if cfg!(windows) {
        // An empty host first, for a share is part of the path to SQLite, which knows no host but this one.
        uri.push_str(match bytes {
            [b'\\' | b'/', ..] => "//",
            [_, b':', ..] => "///",
            _ => "",
        });
    }
    for &byte in bytes {
        match byte {
            b'\\' if cfg!(windows) => uri.push('/'),
            b'/' | b':' | b'.' | b'-' | b'_' => uri.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    format!("{uri}?{parameters}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_with_every_letter() {
        let check = |path: &str, expected: &str| assert_eq!(uri_of(Path::new(path), "a=1"), expected);
        if cfg!(windows) {
            check(r"C:\a b\湿.gpkg", "file:///C:/a%20b/%E6%B9%BF.gpkg?a=1");
            check(r"\\office\maps\a.gpkg", "file:////office/maps/a.gpkg?a=1");
            check(r"\\?\C:\maps\a.gpkg", "file:////%3F/C:/maps/a.gpkg?a=1");
            check(r"\maps\a.gpkg", "file:///maps/a.gpkg?a=1");
            check("/maps/a.gpkg", "file:///maps/a.gpkg?a=1");
            check(r"maps\a.gpkg", "file:maps/a.gpkg?a=1");
        } else {
            check(
                "/a b/湿?x=1#%.gpkg",
                "file:/a%20b/%E6%B9%BF%3Fx%3D1%23%25.gpkg?a=1",
            );
            check("maps/a.gpkg", "file:maps/a.gpkg?a=1");
        }
    }

    /// SQLite reads these the same way.
    #[test]
    fn sqlite_opens_what_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("湿地 #1%20.db");
        rusqlite::Connection::open(&path)
            .unwrap()
            .execute_batch("CREATE TABLE here (x)")
            .unwrap();
        let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY | rusqlite::OpenFlags::SQLITE_OPEN_URI;
        for way in [path.canonicalize().unwrap(), path] {
            let connection =
                rusqlite::Connection::open_with_flags(uri_of(&way, "immutable=1&mode=ro"), flags).unwrap();
            connection.prepare("SELECT x FROM here").unwrap();
        }
    }
}
