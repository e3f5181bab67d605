//! A drawing as its pairs of lines: a code, and a value whose sort the code tells.

/// One pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group<'a> {
    /// What the value is.
    pub code: i32,
    /// As written, without its line end.
    pub value: &'a str,
    /// The line of the value, from 1.
    pub line: usize,
}

/// Why no further pair can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// The text is over.
    Text,
    /// A line that should be a code and is none.
    NoCode {
        /// From 1.
        line: usize,
        /// Byte of the text from 0.
        byte: u64,
        /// As written.
        found: String,
    },
}

/// Reads pairs one after another.
pub struct Groups<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    /// A pair that was looked at and given back.
    back: Option<Group<'a>>,
}

impl<'a> Groups<'a> {
    /// At the start of a drawing.
    pub fn new(text: &'a str) -> Groups<'a> {
        Groups {
            text,
            at: 0,
            line: 0,
            back: None,
        }
    }

    fn next_line(&mut self) -> Option<&'a str> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let length = rest.find('\n').map_or(rest.len(), |end| end + 1);
        self.at += length;
        self.line += 1;
        rest.get(..length).map(|line| line.trim_end_matches(['\r', '\n']))
    }

    /// The next pair.
    ///
    /// # Errors
    /// [`End`].
    pub fn next(&mut self) -> Result<Group<'a>, End> {
        if let Some(group) = self.back.take() {
            return Ok(group);
        }
        let before = self.at;
        let code = self.next_line().ok_or(End::Text)?;
        let Ok(number) = code.trim().parse() else {
            if code.trim().is_empty() && self.text.get(self.at..).is_none_or(|rest| rest.trim().is_empty()) {
                return Err(End::Text);
            }
            return Err(End::NoCode {
                line: self.line,
                byte: before as u64,
                found: code.to_owned(),
            });
        };
        let value = self.next_line().ok_or(End::Text)?;
        Ok(Group {
            code: number,
            value,
            line: self.line,
        })
    }

    /// Gives a pair back, to be the next one again.
    pub fn put_back(&mut self, group: Group<'a>) {
        self.back = Some(group);
    }

    /// The pairs up to the next one with code 0, which stays.
    ///
    /// # Errors
    /// [`End`].
    pub fn body(&mut self) -> Result<Vec<Group<'a>>, End> {
        let mut body = Vec::new();
        loop {
            let group = self.next()?;
            if group.code == 0 {
                self.put_back(group);
                return Ok(body);
            }
            body.push(group);
        }
    }

    /// Where reading stands, in bytes of the text.
    pub fn byte(&self) -> u64 {
        self.at as u64
    }
}
