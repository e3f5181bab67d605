//! SVG text, put together piece by piece. Lengths are pixels of the sheet.

use crate::model::symbology::Colour;
use crate::report::font;
use crate::report::markup::escape;

use super::page::Page;

/// An SVG document in the making.
pub struct Svg {
    text: String,
}

/// Where a text begins, ends or has its middle.
#[derive(Clone, Copy)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// One line of text.
pub struct Text<'a> {
    x: f64,
    y: f64,
    size: f64,
    content: &'a str,
    anchor: Anchor,
    fill: &'a str,
    heavy: bool,
    halo: bool,
    upright: bool,
}

impl<'a> Text<'a> {
    /// Begins at `(x, y)` on its base line, in dark grey.
    pub fn at(x: f64, y: f64, size: f64, content: &'a str) -> Text<'a> {
        Text {
            x,
            y,
            size,
            content,
            anchor: Anchor::Start,
            fill: INK,
            heavy: false,
            halo: false,
            upright: false,
        }
    }

    pub fn anchor(self, anchor: Anchor) -> Text<'a> {
        Text { anchor, ..self }
    }

    pub fn fill(self, fill: &'a str) -> Text<'a> {
        Text { fill, ..self }
    }

    /// Bolder; the font itself has one weight.
    pub fn heavy(self) -> Text<'a> {
        Text { heavy: true, ..self }
    }

    /// With a white rim, to be read on the map.
    pub fn halo(self) -> Text<'a> {
        Text { halo: true, ..self }
    }

    /// Runs upward.
    pub fn upright(self) -> Text<'a> {
        Text {
            upright: true,
            ..self
        }
    }
}

/// Dark grey of texts and frames.
pub const INK: &str = "#1f2933";
/// Grey of what stands back.
pub const FAINT: &str = "#5c6773";

impl Svg {
    /// An empty white sheet, as large as the page.
    pub fn new(page: &Page) -> Svg {
        let mut svg = Svg { text: String::new() };
        let (width, height) = page.layout();
        let (width_mm, height_mm) = page.size_mm();
        let (width, height) = (number(width), number(height));
        let on_screen = !page.is_paper() && page.dpi() == Page::SCREEN_DPI;
        let (as_wide, as_high) = match on_screen {
            true => (width.clone(), height.clone()),
            false => (
                format!("{}mm", number(width_mm)),
                format!("{}mm", number(height_mm)),
            ),
        };
        svg.put(&format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{as_wide}" height="{as_high}" viewBox="0 0 {width} {height}" font-family="{}">"#,
            font::STACK
        ));
        svg.put(&format!(
            r##"<rect width="{width}" height="{height}" fill="#ffffff"/>"##
        ));
        svg
    }

    /// Adds an element as it is, on a line of its own.
    pub fn put(&mut self, element: &str) {
        self.text.push_str(element);
        self.text.push('\n');
    }

    /// Adds a text.
    pub fn text(&mut self, text: &Text<'_>) {
        let anchor = match text.anchor {
            Anchor::Start => "",
            Anchor::Middle => r#" text-anchor="middle""#,
            Anchor::End => r#" text-anchor="end""#,
        };
        let (x, y, size) = (number(text.x), number(text.y), number(text.size));
        let turn = if text.upright {
            format!(r#" transform="rotate(-90 {x} {y})""#)
        } else {
            String::new()
        };
        let rim = if text.halo {
            let width = number(text.size * 0.24);
            format!(
                r##" stroke="#ffffff" stroke-opacity="0.92" stroke-width="{width}" stroke-linejoin="round" paint-order="stroke""##
            )
        } else if text.heavy {
            let width = number(text.size * 0.035);
            format!(r#" stroke="{}" stroke-width="{width}""#, text.fill)
        } else {
            String::new()
        };
        self.put(&format!(
            r#"<text x="{x}" y="{y}" font-size="{size}" fill="{}"{anchor}{rim}{turn}>{}</text>"#,
            text.fill,
            escape(text.content)
        ));
    }

    /// Closes the document.
    pub fn finish(mut self) -> String {
        self.put("</svg>");
        self.text
    }
}

/// `fill="#rrggbb" fill-opacity="0.5"`
pub fn fill(colour: Colour) -> String {
    paint("fill", colour)
}

/// `stroke="#rrggbb" stroke-width="1.2"`
pub fn stroke(colour: Colour, width_px: f64) -> String {
    format!(
        r#"{} stroke-width="{}""#,
        paint("stroke", colour),
        number(width_px)
    )
}

fn paint(what: &str, colour: Colour) -> String {
    if colour.a == 255 {
        format!(r#"{what}="{}""#, colour.hex())
    } else {
        let opacity = number(f64::from(colour.a) / 255.0);
        format!(r#"{what}="{}" {what}-opacity="{opacity}""#, colour.hex())
    }
}

/// A number with at most two decimals and no trailing zeros.
pub fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

/// About how wide a text is: a Chinese sign is as wide as high, a Latin one about half of it.
pub fn text_width(text: &str, size: f64) -> f64 {
    let ems: f64 = text
        .chars()
        .map(|c| match c {
            ' ' | '.' | ',' | ':' | 'i' | 'l' | '\'' => 0.28,
            'A'..='Z' | 'm' | 'w' => 0.66,
            c if c.is_ascii() => 0.56,
            '°' | '′' | '″' | '²' => 0.4,
            _ => 1.0,
        })
        .sum();
    ems * size
}

/// A text cut to a width, with an ellipsis where something was cut.
pub fn cut(text: &str, size: f64, width: f64) -> String {
    if text_width(text, size) <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        kept.push(c);
        if text_width(&kept, size) > width - size {
            kept.pop();
            break;
        }
    }
    format!("{}…", kept.trim_end())
}

/// A text broken into lines of a width: between words, and between any two Chinese signs.
pub fn wrap(text: &str, size: f64, width: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in words(text) {
        let Some(line) = lines.last_mut() else { break };
        if !line.is_empty() && text_width(&format!("{line}{}", word.trim_end()), size) > width {
            lines.push(word.trim_start().to_owned());
        } else {
            line.push_str(word);
        }
    }
    lines
        .into_iter()
        .map(|line| line.trim_end().to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}

fn words(text: &str) -> Vec<&str> {
    const CLOSING: [char; 9] = ['，', '。', '、', '；', '：', '）', '》', '”', '！'];
    let mut words = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let breaks = before.is_some_and(|b| {
            let wide = |c: char| !c.is_ascii() && c > '\u{2e7f}';
            b == ' '
                || b == '/'
                || b == '_'
                || (wide(b) || wide(c)) && !CLOSING.contains(&c) && b != '（' && b != '《'
        });
        if breaks {
            words.extend(text.get(start..at));
            start = at;
        }
        before = Some(c);
    }
    words.extend(text.get(start..));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!(number(12.0), "12");
        assert_eq!(number(0.123456), "0.12");
        assert_eq!(number(-0.001), "0");
    }

    #[test]
    fn lines_break_between_words_and_chinese_signs() {
        assert_eq!(wrap("one two three", 10.0, 45.0), ["one two", "three"]);
        assert_eq!(wrap("湿地公园，红线", 10.0, 40.0), ["湿地公", "园，红线"]);
    }

    #[test]
    fn markup_in_texts_is_harmless() {
        let mut svg = Svg::new(&Page::of_pixels(10, 10, 96));
        svg.text(&Text::at(0.0, 0.0, 5.0, "<a>&"));
        assert!(svg.finish().contains(">&lt;a&gt;&amp;</text>"));
    }
}
