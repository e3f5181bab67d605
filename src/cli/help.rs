//! The help pages in both languages.

use clap::{Arg, ArgAction, Command, CommandFactory as _};

use crate::say;
use crate::words::Lang;

use super::args::Typed;

/// The command line with its help in a language.
pub fn command(lang: Lang) -> Command {
    let mut root = translated(Typed::command(), "redshank", lang);
    let names: Vec<String> = root
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    for name in names {
        root = root.mut_subcommand(&name, |sub| translated(sub, &name, lang));
    }
    root
}

/// Behind all options of a command of its own.
const LAST: usize = 100;

fn translated(command: Command, name: &str, lang: Lang) -> Command {
    let ids: Vec<String> = command
        .get_arguments()
        .map(|arg| arg.get_id().to_string())
        .collect();
    let is_root = command.has_subcommands();
    let mut command = command
        .about(say!(lang, &format!("cli.help.{name}.about")))
        .after_help(say!(lang, &format!("cli.help.{name}.example")))
        .disable_help_flag(true)
        .disable_version_flag(true)
        .help_template(template(is_root, lang));
    for id in ids {
        // What every command takes is explained once.
        let place = if matches!(id.as_str(), "lang" | "quiet" | "verbose" | "memory_limit") {
            "all"
        } else {
            name
        };
        let text = say!(lang, &format!("cli.help.{place}.{id}"));
        let for_all = place == "all";
        command = command.mut_arg(&id, |arg| {
            let arg = arg.help(text);
            if for_all { arg.display_order(LAST) } else { arg }
        });
    }
    with_help_flags(command, is_root, lang)
}

fn with_help_flags(command: Command, is_root: bool, lang: Lang) -> Command {
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .display_order(LAST)
        .help(say!(lang, "cli.help.all.help"));
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version)
        .display_order(LAST)
        .help(say!(lang, "cli.help.all.version"));
    let command = command.arg(help);
    if is_root { command.arg(version) } else { command }
}

fn template(is_root: bool, lang: Lang) -> String {
    let word = |key: &str| say!(lang, &format!("cli.help.{key}"));
    let commands = if is_root {
        format!("{}\n{{subcommands}}\n\n", word("commands"))
    } else {
        String::new()
    };
    format!(
        "{{about-with-newline}}\n{} {{usage}}\n\n{commands}{}\n{{positionals}}\n\n{}\n{{options}}{{after-help}}\n",
        word("usage"),
        word("arguments"),
        word("options")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_option_of_every_command_is_explained() {
        for lang in Lang::ALL {
            let mut root = command(lang);
            root.build();
            let subs: Vec<Command> = root.get_subcommands().cloned().collect();
            for mut command in subs.into_iter().chain([root]) {
                let help = command.render_long_help().to_string();
                assert!(!help.contains("cli.help"), "a key shows:\n{help}");
                assert!(help.contains("redshank "), "no example:\n{help}");
            }
        }
    }
}
