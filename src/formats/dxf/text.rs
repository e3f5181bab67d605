//! The letters of a drawing: code pages, escapes, and the formatting of long texts.

/// The label of the encoding that `$DWGCODEPAGE` and `$ACADVER` name; `None` where the drawing does not say.
pub fn declared_encoding(data: &[u8]) -> Option<String> {
    let head = data.get(..data.len().min(64 << 10))?;
    let head = String::from_utf8_lossy(head);
    let after = |name: &str| {
        let (_, rest) = head.split_once(name)?;
        rest.lines().nth(2).map(str::trim)
    };
    // From 2007 on all drawings are UTF-8, whatever their code page says.
    if after("$ACADVER").is_some_and(|version| version >= "AC1021") {
        return Some("UTF-8".to_owned());
    }
    let page = after("$DWGCODEPAGE")?.to_ascii_uppercase();
    let number = page.strip_prefix("ANSI_").unwrap_or(&page);
    let label = match number {
        "936" | "GB2312" => "gbk",
        "950" => "big5",
        "932" => "shift_jis",
        "949" => "euc-kr",
        "874" | "1250" | "1251" | "1252" | "1253" | "1254" | "1255" | "1256" | "1257" | "1258" => {
            return Some(format!("windows-{number}"));
        }
        _ => return None,
    };
    Some(label.to_owned())
}

/// A text with its `\U+4E2D` and `%%d` as letters.
pub fn plain(text: &str) -> String {
    let mut parts = text.split("\\U+");
    let mut all = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let letter = part
            .get(..4)
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .and_then(char::from_u32);
        match (letter, part.get(4..)) {
            (Some(letter), Some(rest)) => {
                all.push(letter);
                all.push_str(rest);
            }
            _ => {
                all.push_str("\\U+");
                all.push_str(part);
            }
        }
    }
    for (code, letter) in [
        ("%%d", "°"),
        ("%%D", "°"),
        ("%%p", "±"),
        ("%%P", "±"),
        ("%%c", "⌀"),
        ("%%C", "⌀"),
    ] {
        all = all.replace(code, letter);
    }
    all
}

/// A long text without its formatting: `{\fSimSun|b0;湿地\P二}` is `湿地`, a blank and `二`.
pub fn without_formatting(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '{' | '}' => {}
            '\\' => match letters.next() {
                Some('P' | '~') => all.push(' '),
                Some(own @ ('\\' | '{' | '}')) => all.push(own),
                Some('L' | 'l' | 'O' | 'o' | 'K' | 'k') | None => {}
                Some(_) => {
                    // All others have a value up to a semicolon.
                    letters
                        .by_ref()
                        .take_while(|&letter| letter != ';')
                        .for_each(drop);
                }
            },
            other => all.push(other),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_formatting() {
        assert_eq!(plain("\\U+6E7F\\U+5730 45%%d"), "湿地 45°");
        assert_eq!(plain("\\U+zz"), "\\U+zz");
        assert_eq!(without_formatting("{\\fSimSun|b0|i0;湿地\\P二\\\\}"), "湿地 二\\");
        assert_eq!(without_formatting("\\A1;a\\"), "a");
    }

    #[test]
    fn code_pages() {
        let check = |head: &str, expected: Option<&str>| {
            assert_eq!(declared_encoding(head.as_bytes()).as_deref(), expected, "{head}");
        };
        check(
            "9\n$ACADVER\n1\nAC1015\n9\n$DWGCODEPAGE\n3\nANSI_936\n",
            Some("gbk"),
        );
        check(
            "9\n$ACADVER\n1\nAC1027\n9\n$DWGCODEPAGE\n3\nANSI_936\n",
            Some("UTF-8"),
        );
        check("9\r\n$DWGCODEPAGE\r\n  3\r\nansi_1252\r\n", Some("windows-1252"));
        check("0\nSECTION\n", None);
    }
}
