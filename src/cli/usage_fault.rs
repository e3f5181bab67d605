//! What is wrong with a command line that the parser of arguments refuses, in both languages.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::say;
use crate::words::Lang;

/// What the parser thinks was meant.
const SUGGESTED: [ContextKind; 4] = [
    ContextKind::SuggestedArg,
    ContextKind::SuggestedSubcommand,
    ContextKind::SuggestedValue,
    ContextKind::Suggested,
];

/// What was typed, what is wrong with it, what may stand there, and how the command is used; in several lines, without
/// `error:` before them.
pub fn text(error: &Error, lang: Lang) -> String {
    let (typed, value) = (
        told(error, ContextKind::InvalidArg),
        told(error, ContextKind::InvalidValue),
    );
    let mut text = match error.kind() {
        ErrorKind::UnknownArgument => say!(lang, "cli.usage.unknown", typed = typed),
        ErrorKind::InvalidSubcommand => {
            let typed = told(error, ContextKind::InvalidSubcommand);
            say!(lang, "cli.usage.unknown", typed = typed)
        }
        ErrorKind::InvalidValue if value.is_empty() => say!(lang, "cli.usage.no_value", typed = typed),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            say!(lang, "cli.usage.value", typed = typed, value = value)
        }
        ErrorKind::TooManyValues => say!(lang, "cli.usage.value_unwanted", typed = typed, value = value),
        ErrorKind::InvalidUtf8 => say!(lang, "cli.usage.no_text"),
        ErrorKind::MissingRequiredArgument => say!(lang, "cli.usage.missing", typed = typed),
        ErrorKind::ArgumentConflict => {
            let other = told(error, ContextKind::PriorArg);
            match other == typed {
                true => say!(lang, "cli.usage.twice", typed = typed),
                false => say!(lang, "cli.usage.conflict", typed = typed, other = other),
            }
        }
        _ => say!(lang, "cli.usage.other", typed = typed, kind = error.kind()),
    };
    let valid = match told(error, ContextKind::ValidValue) {
        nothing if nothing.is_empty() => range_in(error),
        values => values,
    };
    let expected = [
        ("cli.usage.valid", valid),
        (
            "cli.usage.meant",
            SUGGESTED.map(|kind| told(error, kind)).concat(),
        ),
    ];
    for (key, words) in expected.iter().filter(|(_, words)| !words.is_empty()) {
        text.push_str(&format!("\n{}", say!(lang, key, words = words)));
    }
    let usage = told(error, ContextKind::Usage);
    let usage = usage.trim().trim_start_matches("Usage:").trim_start();
    if !usage.is_empty() {
        text.push_str(&format!("\n{}", say!(lang, "cli.usage.usage", words = usage)));
    }
    text
}

/// What the parser has noted of that kind; empty where it has not.
fn told(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(ContextValue::StyledStrs(sentences)) => {
            sentences.iter().map(|one| example_in(&one.to_string())).collect()
        }
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// The numbers that are allowed, which stand last in the reason of the parser, as in `0 is not in 1..=256`; empty where it has
/// another one.
fn range_in(error: &Error) -> String {
    let reason = std::error::Error::source(error).map(ToString::to_string);
    let last = reason.as_deref().and_then(|reason| reason.rsplit(' ').next());
    let ends = last.and_then(|last| last.split_once("..="));
    ends.map(|(low, high)| format!("{low}–{high}"))
        .unwrap_or_default()
}

/// What stands in quotes last in a sentence of the parser, which is English: what to write instead.
fn example_in(sentence: &str) -> String {
    let quoted = sentence.split('\'').skip(1).step_by(2);
    quoted.last().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::help;
    use super::*;

    #[track_caller]
    fn check(line: &str, zh: &str, en: &str) {
        for (lang, expected) in [(Lang::Zh, zh), (Lang::En, en)] {
            let refused = help::command(lang)
                .try_get_matches_from(line.split(' '))
                .unwrap_err();
            assert_eq!(text(&refused, lang), expected, "{line}");
        }
    }

    #[test]
    fn mistakes_are_told_in_both_languages() {
        check(
            "redshank --nonsense",
            "不认识“--nonsense”。\n您是否要写：-- --nonsense\n用法：redshank [OPTIONS] [PATH]... [COMMAND]",
            "“--nonsense” is not known here.\nDid you mean: -- --nonsense\nUsage: redshank [OPTIONS] [PATH]... [COMMAND]",
        );
        check(
            "redshank --lang fr",
            "“--lang <zh|en>”不能取“fr”。\n可用：zh, en",
            "“--lang <zh|en>” cannot be “fr”.\nIt may be: zh, en",
        );
        check(
            "redshank --lang",
            "“--lang <zh|en>”后面缺少值。\n可用：zh, en",
            "“--lang <zh|en>” needs a value.\nIt may be: zh, en",
        );
        check(
            "redshank verify",
            "缺少：<FILE>\n用法：redshank verify <FILE>",
            "Missing: <FILE>\nUsage: redshank verify <FILE>",
        );
        check(
            "redshank -q -v",
            "“--quiet”和“--verbose”不能同时使用。\n用法：redshank --quiet [PATH]...",
            "“--quiet” and “--verbose” exclude each other.\nUsage: redshank --quiet [PATH]...",
        );
    }

    #[test]
    fn what_was_meant_is_proposed() {
        let meant = |line: &str| {
            let refused = help::command(Lang::Zh)
                .try_get_matches_from(line.split(' '))
                .unwrap_err();
            text(&refused, Lang::Zh)
        };
        assert!(meant("redshank screen a --as-off 2026-01-01").contains("您是否要写：--as-of"));
        assert!(meant("redshank --as-of 2026-01-01 screen a").contains("您是否要写：screen --as-of"));
        assert!(meant("redshank screen a --accept-repairs=yes").contains("后面不能写值“yes”"));
        let range = meant("redshank screen a --threads 0");
        assert!(
            range.contains("不能取“0”") && range.ends_with("可用：1–256"),
            "{range}"
        );
        assert!(meant("redshank screen a -q -q").contains("只能写一次"));
    }
}
