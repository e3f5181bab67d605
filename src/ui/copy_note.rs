//! What went to the clipboard, told in the status bar for some seconds: whoever presses Ctrl+C hears of it, also where there
//! was nothing to copy.

use std::time::Duration;

use eframe::egui::{Context, Event, FullOutput, OutputCommand, Plugin, Ui};

use crate::say;
use crate::words::Lang;

/// So long it is told, in seconds.
const SHOWN_S: f64 = 5.0;
/// So much of a text is told.
const LETTERS: usize = 48;

/// What was copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Copying {
    /// One line of text, or the beginning of it.
    Line(String),
    /// So many lines.
    Lines(usize),
    /// Somebody asked for it, and there was nothing.
    Nothing,
}

impl Copying {
    /// Of a text.
    pub fn of(text: &str) -> Copying {
        let lines = text.trim_end().lines().count();
        if lines > 1 {
            return Copying::Lines(lines);
        }
        let line = text.trim();
        let mut told: String = line.chars().take(LETTERS).collect();
        if told.len() < line.len() {
            told.push('…');
        }
        Copying::Line(told)
    }

    fn words(&self, lang: Lang) -> String {
        match self {
            Copying::Line(text) => say!(lang, "copying.line", text = text),
            Copying::Lines(count) => say!(lang, "copying.lines", count = count),
            Copying::Nothing => say!(lang, "copying.nothing"),
        }
    }
}

/// What is told now, and until when by the clock of the window.
#[derive(Clone, Debug, Default)]
pub struct CopyNote(Option<(Copying, f64)>);

impl CopyNote {
    /// Tells of it from now on.
    pub fn tell(&mut self, ctx: &Context, copying: Copying) {
        self.0 = Some((copying, ctx.input(|input| input.time) + SHOWN_S));
        ctx.request_repaint_after(Duration::from_secs_f64(SHOWN_S));
    }

    /// The words that are to be shown.
    pub fn words(&self, ctx: &Context, lang: Lang) -> Option<String> {
        let (copying, until_s) = self.0.as_ref()?;
        (ctx.input(|input| input.time) < *until_s).then(|| copying.words(lang))
    }
}

/// Sees what the toolkit copies, whoever asks for it: buttons, fields and marked text.
#[derive(Debug, Default)]
pub struct CopyWatch {
    /// Ctrl+C was pressed in this frame.
    is_asked: bool,
    seen: Option<Copying>,
}

impl CopyWatch {
    /// What was seen since the last frame.
    pub fn take(ctx: &Context) -> Option<Copying> {
        ctx.with_plugin(|watch: &mut CopyWatch| watch.seen.take())?
    }
}

impl Plugin for CopyWatch {
    fn debug_name(&self) -> &'static str {
        "copy watch"
    }

    fn on_end_pass(&mut self, ui: &mut Ui) {
        self.is_asked = ui.input(|input| input.events.contains(&Event::Copy));
    }

    fn output_hook(&mut self, ctx: &Context, output: &mut FullOutput) {
        let commands = output.platform_output.commands.iter();
        let mut texts = commands.filter_map(|command| match command {
            OutputCommand::CopyText(text) => Some(Copying::of(text)),
            _ => None,
        });
        let nothing = std::mem::take(&mut self.is_asked).then_some(Copying::Nothing);
        if let Some(seen) = texts.next_back().or(nothing) {
            self.seen = Some(seen);
            ctx.request_repaint();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_told_and_many_are_counted() {
        let check = |text: &str, expected: Copying| assert_eq!(Copying::of(text), expected);
        check("120.5, 30.3", Copying::Line("120.5, 30.3".into()));
        check("a\tb\n1\t2\n", Copying::Lines(2));
        check(&"湿".repeat(60), Copying::Line(format!("{}…", "湿".repeat(48))));
    }
}
