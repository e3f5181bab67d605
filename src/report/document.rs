//! A report as a document without a format: what the page, the word processor's file and the workbook are made from.
//!
//! Texts are in one language, plain, and as long as they are: whoever writes them escapes them.

use std::borrow::Cow;
use std::sync::Arc;

use crate::model::symbology::Colour;
use crate::model::workspace::Workspace;
use crate::say;
use crate::words::Lang;

use super::grid::Grid;

/// A document from its title to its last table.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The language of all its texts.
    pub lang: Lang,
    /// Above everything.
    pub title: String,
    /// Day, system and program, and what the document is good for.
    pub subtitle: Vec<String>,
    /// What a reader must know before anything else.
    pub warnings: Vec<String>,
    /// Projects by verdict.
    pub tally: Vec<Tally>,
    /// In the order of reading; none is empty.
    pub sections: Vec<Section>,
}

/// How many projects have one verdict.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    /// How many.
    pub count: usize,
    /// The verdict.
    pub words: String,
    /// Its colour.
    pub colour: Colour,
}

/// A heading and what follows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// The heading.
    pub title: String,
    /// On paper it begins a page.
    pub begins_page: bool,
    /// At least one.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// The heading of a sheet of its own: on paper it begins a page. Other headings are below it.
    Sheet(String),
    /// A heading below that of the section or sheet.
    Heading(String),
    /// A paragraph.
    Paragraph(String),
    /// A paragraph of several looks.
    Line(Cell),
    /// A remark.
    Remark(String),
    /// What is in doubt, with whom it concerns.
    Doubt(String, Option<String>),
    /// A map or a chart.
    Picture(Arc<Picture>),
    /// A table.
    Table(Table),
}

/// A picture that every format shows, drawn once.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// A whole SVG document made by this program. Its ids are its own among all pictures of the document.
    pub svg: String,
    /// Width and height on paper in millimetres: only so is a stated scale true.
    pub size_mm: (f64, f64),
    /// What it shows, for who cannot see it.
    pub words: String,
}

/// A table. However many rows it has, all are written, and their number below it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// From left to right.
    pub columns: Vec<Column>,
    /// As many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

/// A column of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// True where numbers stand in it.
    pub is_number: bool,
    /// How wide it is beside the others.
    pub width: u8,
}

/// A cell: lines below one another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// The lines; none for an empty cell.
    pub lines: Vec<Vec<Span>>,
    /// The area in m² that the words say, unrounded, for programs that count on; `None` for anything else.
    pub area_m2: Option<f64>,
    /// It says what the cell above says. On pages a sign for that is enough; in a workbook every row says all.
    pub is_ditto: bool,
}

/// A stretch of text of one look.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// What it says.
    pub text: String,
    /// How it looks.
    pub look: Look,
}

/// How a text looks.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Look {
    /// As all.
    #[default]
    Plain,
    /// Heavier.
    Strong,
    /// Less important.
    Faint,
    /// A name that programs know.
    Code,
    /// On a ground of that colour: a verdict.
    Chip(Colour),
}

/// What says that the cell above is meant.
const DITTO: &str = "〃";

impl Cell {
    /// One line of plain text; an empty cell for none.
    pub fn of(text: impl Into<String>) -> Cell {
        Cell::default().and(Look::Plain, text)
    }

    /// An area in words.
    pub fn area(text: impl Into<String>, area_m2: f64) -> Cell {
        Cell {
            area_m2: Some(area_m2),
            ..Cell::of(text)
        }
    }

    /// The lines as pages show them.
    pub fn shown(&self) -> Cow<'_, [Vec<Span>]> {
        match self.is_ditto {
            true => Cow::Owned(vec![vec![Span {
                text: DITTO.to_owned(),
                look: Look::Faint,
            }]]),
            false => Cow::Borrowed(&self.lines),
        }
    }

    /// With one more line; unchanged where that says nothing.
    #[must_use]
    pub fn and(mut self, look: Look, text: impl Into<String>) -> Cell {
        let text = text.into();
        if !text.is_empty() {
            self.lines.push(vec![Span { text, look }]);
        }
        self
    }

    /// With one more stretch at the end of the last line; unchanged where that says nothing.
    #[must_use]
    pub fn beside(mut self, look: Look, text: impl Into<String>) -> Cell {
        let span = Span {
            text: text.into(),
            look,
        };
        match self.lines.last_mut() {
            _ if span.text.is_empty() => {}
            Some(line) => line.push(span),
            None => self.lines.push(vec![span]),
        }
        self
    }

    /// All of it, a line below the other.
    pub fn text(&self) -> String {
        let line = |line: &Vec<Span>| {
            let texts: Vec<&str> = line.iter().map(|span| span.text.as_str()).collect();
            texts.join(" ")
        };
        let lines: Vec<String> = self.lines.iter().map(line).collect();
        lines.join("\n")
    }
}

impl Document {
    /// All tables, those of one section with the same columns as one.
    pub fn joined_tables(&self) -> impl Iterator<Item = Joined<'_>> {
        self.sections.iter().flat_map(move |section| {
            let mut groups: Vec<Vec<Placed<'_>>> = Vec::new();
            for placed in section.placed() {
                let columns = &placed.table.columns;
                let is_alike = |group: &&mut Vec<Placed<'_>>| group[0].table.columns == *columns;
                match groups.iter_mut().find(is_alike) {
                    Some(group) => group.push(placed),
                    None => groups.push(vec![placed]),
                }
            }
            groups.into_iter().map(move |group| match group.as_slice() {
                [only] if only.sheet.is_none() => Joined {
                    title: only.title().to_owned(),
                    under: None,
                    tables: group,
                },
                all => Joined {
                    title: joined_title(section, all),
                    under: Some(Column {
                        title: say!(self.lang, "report.page.under"),
                        width: 4,
                        ..Column::default()
                    }),
                    tables: group,
                },
            })
        })
    }

    /// All tables with the headings that they stand under.
    pub fn tables(&self) -> impl Iterator<Item = (&str, &Table)> {
        self.sections.iter().flat_map(Section::tables)
    }

    /// All pictures in their order.
    pub fn pictures(&self) -> impl Iterator<Item = &Arc<Picture>> {
        let blocks = self.sections.iter().flat_map(|section| &section.blocks);
        blocks.filter_map(|block| match block {
            Block::Picture(picture) => Some(picture),
            _ => None,
        })
    }
}

/// A table with what it stands under.
struct Placed<'a> {
    section: &'a str,
    sheet: Option<&'a str>,
    heading: Option<&'a str>,
    table: &'a Table,
}

impl<'a> Placed<'a> {
    /// The nearest heading.
    fn title(&self) -> &'a str {
        self.heading.or(self.sheet).unwrap_or(self.section)
    }
}

/// Tables of the same columns as one, or a single one. Nothing of them is copied.
pub struct Joined<'a> {
    /// What they are called.
    pub title: String,
    /// The first column where they are joined: the sheet or heading that each row stood under.
    under: Option<Column>,
    tables: Vec<Placed<'a>>,
}

impl<'a> Joined<'a> {
    /// From left to right.
    pub fn columns(&self) -> impl Iterator<Item = &Column> {
        let own = self
            .tables
            .first()
            .map_or(&[][..], |placed| &placed.table.columns);
        self.under.iter().chain(own)
    }

    /// How many rows they have together.
    pub fn row_count(&self) -> usize {
        self.tables.iter().map(|placed| placed.table.rows.len()).sum()
    }

    /// The rows in their order: what stands in the first column where they are joined, and the cells after it.
    pub fn rows(&self) -> impl Iterator<Item = (Option<&'a str>, &'a [Cell])> {
        let is_joined = self.under.is_some();
        self.tables.iter().flat_map(move |placed| {
            let under = is_joined.then(|| placed.sheet.unwrap_or(placed.title()));
            placed.table.rows.iter().map(move |row| (under, row.as_slice()))
        })
    }
}

impl Section {
    /// Its tables with the headings that they stand under.
    pub fn tables(&self) -> impl Iterator<Item = (&str, &Table)> {
        self.placed().map(|placed| (placed.title(), placed.table))
    }

    fn placed(&self) -> impl Iterator<Item = Placed<'_>> {
        let (mut sheet, mut heading) = (None, None);
        self.blocks.iter().filter_map(move |block| match block {
            Block::Sheet(own) => {
                (sheet, heading) = (Some(own.as_str()), None);
                None
            }
            Block::Heading(own) => {
                heading = Some(own.as_str());
                None
            }
            Block::Table(table) => Some(Placed {
                section: &self.title,
                sheet,
                heading,
                table,
            }),
            _ => None,
        })
    }
}

/// What joined tables are called: the heading that all stood under on their sheets, else that of the section.
fn joined_title(section: &Section, all: &[Placed<'_>]) -> String {
    let headings = all.iter().map(|placed| placed.sheet.and(placed.heading));
    let mut distinct: Vec<Option<&str>> = headings.collect();
    distinct.dedup();
    match distinct.as_slice() {
        [Some(heading)] => (*heading).to_owned(),
        _ => section.title.clone(),
    }
}

/// That some layers are drawn for illustration; `None` where none is.
pub fn synthetic_warning(workspace: &Workspace, lang: Lang) -> Option<String> {
    let layers = workspace.layers.iter().filter(|layer| layer.about.synthetic);
    let names: Vec<&str> = layers.map(|layer| layer.about.name.get(lang)).collect();
    let separator = match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    };
    let is_any = !names.is_empty();
    is_any.then(|| say!(lang, "report.page.synthetic", layers = names.join(separator)))
}

/// Tables in words as blocks, each with its title and its remarks.
pub fn blocks_of(grids: Vec<Grid>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for grid in grids {
        blocks.push(Block::Heading(grid.title));
        if !grid.rows.is_empty() {
            let column = |(title, is_number): (String, bool)| Column {
                title,
                is_number,
                width: 1,
            };
            let cells = |row: Vec<String>| row.into_iter().map(Cell::of).collect();
            blocks.push(Block::Table(Table {
                columns: grid.columns.into_iter().map(column).collect(),
                rows: grid.rows.into_iter().map(cells).collect(),
            }));
        }
        blocks.extend(grid.notes.into_iter().map(Block::Remark));
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_reads_line_by_line() {
        let cell = Cell::of("一")
            .beside(Look::Faint, "V")
            .and(Look::Code, "a/1")
            .and(Look::Plain, "");
        assert_eq!(cell.text(), "一 V\na/1");
        assert_eq!(Cell::of("").beside(Look::Strong, "x").text(), "x");
        assert_eq!(Cell::default().text(), "");
    }

    #[test]
    fn a_repeated_cell_shows_a_sign_and_says_all() {
        let cell = Cell {
            is_ditto: true,
            ..Cell::of("Art. 19")
        };
        assert_eq!(cell.text(), "Art. 19");
        assert_eq!(cell.shown()[0][0].text, DITTO);
        assert_eq!(Cell::of("a").shown()[0][0].text, "a");
    }

    #[test]
    fn tables_stand_under_their_nearest_heading() {
        let table = || Block::Table(Table::default());
        let section = Section {
            title: "S".into(),
            blocks: vec![table(), Block::Heading("H".into()), table()],
            ..Section::default()
        };
        let document = Document {
            lang: Lang::En,
            title: String::new(),
            subtitle: Vec::new(),
            warnings: Vec::new(),
            tally: Vec::new(),
            sections: vec![section],
        };
        let titles: Vec<&str> = document.tables().map(|(title, _)| title).collect();
        assert_eq!(titles, ["S", "H"]);
    }

    #[test]
    fn tables_on_sheets_are_joined_under_what_all_stand_under() {
        let table = |cell: &str| {
            Block::Table(Table {
                columns: vec![Column::default()],
                rows: vec![vec![Cell::of(cell)]],
            })
        };
        let blocks = |last: &str| {
            vec![
                Block::Sheet("W-07".into()),
                Block::Heading("Findings".into()),
                table("1"),
                Block::Sheet("W-08".into()),
                Block::Heading(last.into()),
                table("2"),
            ]
        };
        let check = |last: &str, expected: &str| {
            let document = Document {
                lang: Lang::En,
                title: String::new(),
                subtitle: Vec::new(),
                warnings: Vec::new(),
                tally: Vec::new(),
                sections: vec![Section {
                    title: "Projects".into(),
                    blocks: blocks(last),
                    ..Section::default()
                }],
            };
            let joined: Vec<Joined<'_>> = document.joined_tables().collect();
            assert_eq!(joined.len(), 1);
            assert_eq!((joined[0].title.as_str(), joined[0].row_count()), (expected, 2));
            let first: Vec<Option<&str>> = joined[0].rows().map(|(under, _)| under).collect();
            assert_eq!(first, [Some("W-07"), Some("W-08")]);
        };
        check("Findings", "Findings");
        check("Others", "Projects");
    }

    #[test]
    fn tables_of_the_same_columns_are_joined() {
        let table = |column: &str, cell: &str| {
            Block::Table(Table {
                columns: vec![Column {
                    title: column.into(),
                    ..Column::default()
                }],
                rows: vec![vec![Cell::of(cell)]],
            })
        };
        let headed = |text: &str| Block::Heading(text.into());
        let blocks = vec![
            headed("A"),
            table("x", "1"),
            headed("B"),
            table("y", "2"),
            headed("C"),
            table("x", "3"),
        ];
        let section = Section {
            title: "S".into(),
            blocks,
            ..Section::default()
        };
        let document = Document {
            lang: Lang::En,
            title: String::new(),
            subtitle: Vec::new(),
            warnings: Vec::new(),
            tally: Vec::new(),
            sections: vec![section],
        };
        let joined: Vec<Joined<'_>> = document.joined_tables().collect();
        let told: Vec<(&str, Vec<Vec<String>>)> = joined
            .iter()
            .map(|table| {
                let rows = table.rows().map(|(under, cells)| {
                    let first = under.map(str::to_owned).into_iter();
                    first.chain(cells.iter().map(Cell::text)).collect()
                });
                (table.title.as_str(), rows.collect())
            })
            .collect();
        let widths: Vec<usize> = joined.iter().map(|table| table.columns().count()).collect();
        assert_eq!(widths, [2, 1]);
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            told,
            [
                ("S", vec![row(&["A", "1"]), row(&["C", "3"])]),
                ("B", vec![row(&["2"])])
            ]
        );
    }
}
