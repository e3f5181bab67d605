//! What was drawn of a canvas, kept for the frames after it.
//!
//! While a hand draws, a dialogue is open or a panel is scrolled, the map stands still: its thousands of edges are drawn
//! once more into a texture, and every further frame copies that, which a processor does in a few milliseconds.
//!
//! Where the processor plays the graphics card, a wide view with all findings takes longer than a hand waits for. It is
//! then drawn part by part, some in each frame, into a second picture; until that is whole, the first one is shown where it
//! lies now, moved or enlarged, and what it lacks at the edges is drawn directly if there is time. Nothing stays so: the
//! frames go on until the picture is that of the view.

use std::time::Instant;

use eframe::egui::{PaintCallbackInfo, Rect};
use eframe::wgpu;

use super::super::frame::Sheet;
use super::brush::{paint_ground, paint_sheets};
use super::effort::effort_ns;
use super::pace::Pace;
use super::picture::{Picture, PictureBrush};
use super::places::Places;
use super::portion::Portion;
use super::stock::Stock;
use super::subject::Subject;

/// What may be drawn in a frame on a free machine.
const FRAME_NS: f64 = 24e6;
/// With more than this at the edges of a picture that was moved, the next one is begun.
const EDGES_NS: f64 = 5e6;
/// More than this share of a frame is not drawn at the edges.
const MOST_AT_EDGES: f64 = 0.6;

/// What pictures are drawn with.
#[derive(Clone, Copy, Debug)]
pub struct Easel<'a> {
    /// The graphics card.
    pub device: &'a wgpu::Device,
    /// How it is told.
    pub queue: &'a wgpu::Queue,
    /// What lies on it.
    pub stock: &'a Stock,
    /// How pictures are copied.
    pub brush: &'a PictureBrush,
}

impl Easel<'_> {
    fn new_picture(&self, subject: &Subject) -> Option<Picture> {
        Picture::new(self.device, self.brush, subject.size_px(), subject.is_opaque())
    }
}

/// A canvas as it is to be seen in this frame.
#[derive(Clone, Copy, Debug)]
pub struct Motif<'a> {
    /// From which pictures are told apart.
    pub subject: &'a Subject,
    /// What lies on it.
    pub sheets: &'a [Sheet],
    /// Where.
    pub places: &'a Places,
    /// True where it may take several frames.
    pub in_steps: bool,
}

/// What was drawn of a canvas, and what is shown of it now.
#[derive(Debug, Default)]
pub struct Kept {
    seen: Option<Subject>,
    front: Option<Drawn>,
    back: Option<Unfinished>,
    showing: Showing,
    pace: Pace,
}

/// A picture of a canvas.
#[derive(Debug)]
struct Drawn {
    subject: Subject,
    picture: Picture,
}

/// A picture that is drawn in steps.
#[derive(Debug)]
struct Unfinished {
    drawn: Drawn,
    sheets: Vec<Sheet>,
    places: Places,
    /// What is not drawn yet, the next last.
    missing: Vec<Rect>,
    is_begun: bool,
}

/// Parts of a canvas that a picture lacks, and what it takes to draw them, in nanoseconds.
type Edges = Option<(Vec<Rect>, f64)>;

#[derive(Debug, Default)]
enum Showing {
    /// The canvas itself.
    #[default]
    Directly,
    /// Its picture.
    Picture,
    /// A picture of another view, at its place in this one, and parts that it lacks.
    Moved(Vec<Rect>),
}

impl Kept {
    /// Takes a canvas in: decides what is shown of it, and draws what is to be drawn for that beforehand. True where the
    /// canvas is shown as it is; false where another frame is needed.
    ///
    /// A canvas that changes from frame to frame is drawn directly where there is time for it; one that is seen a second
    /// time gets its picture.
    pub fn take_in(
        &mut self,
        motif: Motif<'_>,
        easel: Easel<'_>,
        encoder: &mut wgpu::CommandEncoder,
    ) -> bool {
        let subject = motif.subject;
        let again = self.seen.as_ref() == Some(subject);
        self.showing = if self.shows(subject) {
            self.back = None;
            self.pace.rest();
            Showing::Picture
        } else if motif.in_steps && self.takes_long(motif, easel.stock) {
            self.go_on(motif, easel, encoder)
        } else {
            self.back = None;
            match again && self.draw_whole(motif, easel, encoder) {
                true => Showing::Picture,
                false => Showing::Directly,
            }
        };
        if !again {
            self.seen = Some(subject.clone());
        }
        !matches!(self.showing, Showing::Moved(_))
    }

    fn takes_long(&mut self, motif: Motif<'_>, stock: &Stock) -> bool {
        let info = motif.subject.info();
        let share = self.pace.begin_frame(Instant::now());
        let effort = effort_ns(stock, motif.sheets, &info, info.viewport);
        let takes_long = effort > share * FRAME_NS;
        if !takes_long {
            self.pace.draws(effort / FRAME_NS);
        }
        takes_long
    }

    /// True where the finished picture is that of the canvas.
    fn shows(&self, subject: &Subject) -> bool {
        self.front.as_ref().is_some_and(|front| &front.subject == subject)
    }

    /// Draws the whole picture; false where there is none.
    fn draw_whole(&mut self, motif: Motif<'_>, easel: Easel<'_>, encoder: &mut wgpu::CommandEncoder) -> bool {
        let old = self.front.take().filter(|old| old.subject.is_like(motif.subject));
        let picture = match old {
            Some(old) => Some(old.picture),
            None => easel.new_picture(motif.subject),
        };
        let Some(picture) = picture else {
            return false;
        };
        let info = motif.subject.info();
        let mut pass = picture.begin(encoder, &info, true);
        paint_sheets((easel.stock, motif.places), motif.sheets, &info, &mut pass);
        drop(pass);
        self.front = Some(Drawn {
            subject: motif.subject.clone(),
            picture,
        });
        true
    }

    /// Draws some more of the coming picture, and tells what is shown meanwhile.
    fn go_on(&mut self, motif: Motif<'_>, easel: Easel<'_>, encoder: &mut wgpu::CommandEncoder) -> Showing {
        if self
            .front
            .as_ref()
            .is_some_and(|front| !front.subject.is_like(motif.subject))
        {
            self.front = None;
        }
        let edges = self.edges(motif, easel.stock);
        let most_ns = self.pace.share() * FRAME_NS;
        let most_at_edges_ns = MOST_AT_EDGES * most_ns;
        let enough = |(_, effort): &(Vec<Rect>, f64)| *effort <= most_at_edges_ns.min(EDGES_NS);
        let enough = edges.as_ref().is_some_and(enough);
        let rests = self.seen.as_ref() == Some(motif.subject);
        if self.back.is_none() && (rests || !enough) {
            self.back = Unfinished::new(motif, easel);
        }
        let affordable = |edges: Edges| edges.filter(|(_, effort)| *effort <= most_at_edges_ns);
        let (mut parts, mut at_edges) = affordable(edges).unwrap_or_default();
        let mut step = 0.0;
        if let Some(back) = &mut self.back {
            step = back.draw_step(easel, most_ns - at_edges, encoder);
            if back.is_whole() {
                self.front = self.back.take().map(|back| back.drawn);
                // The view may have gone on since this picture was begun.
                (parts, at_edges) = affordable(self.edges(motif, easel.stock)).unwrap_or_default();
            }
        }
        let effort = step + at_edges;
        self.pace.draws(effort / FRAME_NS);
        if self.shows(motif.subject) {
            return Showing::Picture;
        }
        if let Some(drawn) = self.shown() {
            drawn
                .picture
                .move_to(easel.queue, drawn.subject.movement(motif.subject));
        }
        Showing::Moved(parts)
    }

    /// The parts of the canvas that a moved picture lacks, and what they take; `None` where the picture is not merely
    /// moved, but differs.
    fn edges(&self, motif: Motif<'_>, stock: &Stock) -> Edges {
        let parts = self.front.as_ref()?.subject.lacking(motif.subject)?;
        let info = motif.subject.info();
        let efforts = parts
            .iter()
            .map(|part| effort_ns(stock, motif.sheets, &info, *part));
        let effort = efforts.sum();
        Some((parts, effort))
    }

    /// What is shown until the picture is there: the last one, or as much as there is of the first.
    fn shown(&self) -> Option<&Drawn> {
        self.front.as_ref().or(self.back.as_ref().map(|back| &back.drawn))
    }

    /// Paints what is to be seen, within the viewport and scissor that egui set.
    pub fn paint(
        &self,
        (stock, places): (&Stock, &Places),
        sheets: &[Sheet],
        info: &PaintCallbackInfo,
        pass: &mut wgpu::RenderPass<'static>,
    ) {
        match (&self.showing, self.shown()) {
            (Showing::Picture, Some(drawn)) => drawn.picture.paint(pass),
            (Showing::Moved(edges), drawn) => {
                if self.seen.as_ref().is_none_or(Subject::is_opaque) {
                    paint_ground(stock, places, pass);
                }
                if let Some(drawn) = drawn {
                    drawn.picture.paint_moved(pass);
                }
                for edge in edges {
                    let clip_rect = edge.intersect(info.clip_rect);
                    let info = PaintCallbackInfo { clip_rect, ..*info };
                    paint_sheets((stock, places), sheets, &info, pass);
                }
            }
            _ => paint_sheets((stock, places), sheets, info, pass),
        }
    }
}

impl Unfinished {
    fn new(motif: Motif<'_>, easel: Easel<'_>) -> Option<Unfinished> {
        let Motif { subject, sheets, .. } = motif;
        let card = (easel.device, easel.queue);
        Some(Unfinished {
            sheets: sheets.to_vec(),
            places: Places::written(None, card, &easel.stock.pipelines, subject.uniforms()),
            drawn: Drawn {
                picture: easel.new_picture(subject)?,
                subject: subject.clone(),
            },
            missing: vec![subject.info().viewport],
            is_begun: false,
        })
    }

    /// Draws some of the missing parts; returns the nanoseconds that this takes on a free machine.
    fn draw_step(&mut self, easel: Easel<'_>, most_ns: f64, encoder: &mut wgpu::CommandEncoder) -> f64 {
        let info = self.drawn.subject.info();
        let effort = |part: Rect| effort_ns(easel.stock, &self.sheets, &info, part);
        let portion = Portion::take(&mut self.missing, effort, most_ns);
        let mut pass = self.drawn.picture.begin(encoder, &info, !self.is_begun);
        for clip_rect in portion.parts {
            let info = PaintCallbackInfo { clip_rect, ..info };
            paint_sheets((easel.stock, &self.places), &self.sheets, &info, &mut pass);
        }
        self.is_begun = true;
        portion.effort_ns
    }

    fn is_whole(&self) -> bool {
        self.missing.is_empty()
    }
}
