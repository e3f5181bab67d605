//! A picture of the window for the documentation: taken once all work is done, then the window closes.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use eframe::egui::{ColorImage, Context, ViewportCommand};

/// The window is given so many frames without work, so that layout and fades have settled.
const QUIET_FRAMES: u32 = 12;

/// A picture to be taken.
#[derive(Debug)]
pub struct Screenshot {
    file: PathBuf,
    quiet_frames: u32,
    asked: bool,
    taken: Arc<Mutex<Option<Arc<ColorImage>>>>,
}

impl Screenshot {
    /// Into a PNG file.
    pub fn new(file: PathBuf) -> Screenshot {
        Screenshot {
            file,
            quiet_frames: 0,
            asked: false,
            taken: Arc::default(),
        }
    }

    /// Called with every frame: waits for quiet, asks for the picture, saves it, closes the window.
    pub fn step(&mut self, ctx: &Context, busy: bool) {
        ctx.request_repaint();
        if let Some(image) = self.taken.lock().ok().and_then(|mut taken| taken.take()) {
            if let Err(reason) = save(&self.file, &image) {
                tell(&self.file, &reason);
            }
            ctx.send_viewport_cmd(ViewportCommand::Close);
            return;
        }
        self.quiet_frames = if busy { 0 } else { self.quiet_frames + 1 };
        if self.quiet_frames > QUIET_FRAMES && !self.asked {
            self.asked = true;
            let taken = Arc::clone(&self.taken);
            ctx.request_screenshot(move |image| {
                if let Ok(mut taken) = taken.lock() {
                    *taken = Some(image);
                }
            });
        }
    }
}

/// The picture is for whoever makes the documentation at a terminal, so that is where a failure is told.
#[expect(clippy::print_stderr, reason = "there is no window left to show a notice in")]
fn tell(file: &Path, reason: &str) {
    eprintln!("{reason} [{}]", file.display());
}

fn save(file: &Path, image: &ColorImage) -> Result<(), String> {
    let [width, height] = image.size.map(|side| u32::try_from(side).unwrap_or(u32::MAX));
    let out = std::fs::File::create(file).map_err(|error| error.to_string())?;
    let mut encoder = png::Encoder::new(std::io::BufWriter::new(out), width, height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let bytes: Vec<u8> = image.pixels.iter().flat_map(|pixel| pixel.to_array()).collect();
    let mut writer = encoder.write_header().map_err(|error| error.to_string())?;
    writer.write_image_data(&bytes).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::Color32;

    #[test]
    fn a_picture_is_saved_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("window.png");
        save(&file, &ColorImage::filled([3, 2], Color32::from_rgb(1, 2, 3))).unwrap();
        let decoder = png::Decoder::new(std::io::BufReader::new(std::fs::File::open(&file).unwrap()));
        let mut reader = decoder.read_info().unwrap();
        let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut bytes).unwrap();
        assert_eq!((info.width, info.height), (3, 2));
        assert_eq!(bytes[..4], [1, 2, 3, 255]);
    }
}
