//! Fonts inside the program: Latin first, Chinese behind it, icons last.

use std::sync::Arc;

use eframe::egui::{Context, FontData, FontDefinitions};

use crate::font;

/// Installs them. The Chinese face holds the characters of GB 2312; rarer ones come from the system, where it has them.
///
/// Latin goes first because quotation marks, ellipsis and multiplication sign of the Chinese face are full width.
pub fn install(ctx: &Context) {
    let mut fonts = FontDefinitions::default();
    let name = "NotoSansSC";
    fonts
        .font_data
        .insert(name.to_owned(), Arc::new(FontData::from_static(font::BYTES)));
    for family in fonts.families.values_mut() {
        let second = family.len().min(1);
        family.insert(second, name.to_owned());
    }
    ctx.set_fonts(fonts);
    egui_material_icons::initialize(ctx);
}
