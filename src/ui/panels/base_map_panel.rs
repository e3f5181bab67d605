//! The base map: which one, from where, how strong.

use eframe::egui::{CollapsingHeader, ComboBox, Label, RichText, Slider, TextEdit, Ui};

use crate::say;
use crate::tiles::grid::Grid;
use crate::words::Lang;

use super::super::map::base_map::draft::{BaseMapKind, Draft};
use super::super::theme::Palette;
use super::super::view_state::{Ask, ViewState};

/// Kind and details of the base map, closed until somebody opens it.
pub fn base_map_panel_ui(ui: &mut Ui, view: &mut ViewState) {
    let lang = view.lang;
    ui.add_space(6.0);
    ui.separator();
    CollapsingHeader::new(say!(lang, "ui.base_map.title"))
        .id_salt("base map")
        .default_open(view.map.base_map.is_on())
        .show(ui, |ui| {
            kind_ui(ui, view);
            match view.map.base_map.draft.kind {
                BaseMapKind::Off => {}
                BaseMapKind::Offline => file_ui(ui, view),
                BaseMapKind::Tianditu(_) => {
                    key_ui(ui, &mut view.map.base_map.draft.tianditu_key, lang);
                }
                BaseMapKind::Template => template_ui(ui, &mut view.map.base_map.draft, lang),
            }
            switch_ui(ui, view);
        });
}

fn kind_ui(ui: &mut Ui, view: &mut ViewState) {
    let lang = view.lang;
    let base_map = &mut view.map.base_map;
    let before = base_map.draft.kind;
    let kinds = ComboBox::from_id_salt("kind of base map")
        .width(ui.available_width() - 8.0)
        .selected_text(before.name(lang))
        .show_ui(ui, |ui| {
            for kind in BaseMapKind::ALL {
                ui.selectable_value(&mut base_map.draft.kind, kind, kind.name(lang));
            }
        });
    kinds.response.on_hover_text(say!(lang, "ui.base_map.what"));
    if base_map.draft.kind != before {
        base_map.switch_off();
    }
}

fn file_ui(ui: &mut Ui, view: &mut ViewState) {
    let lang = view.lang;
    let path = &mut view.map.base_map.draft.path;
    field_ui(ui, &say!(lang, "ui.base_map.path"), TextEdit::singleline(path));
    if ui.button(say!(lang, "ui.base_map.choose")).clicked() {
        view.asked = Some(Ask::BaseMap);
    }
}

fn template_ui(ui: &mut Ui, draft: &mut Draft, lang: Lang) {
    let hint = "https://tiles.example.org/{z}/{x}/{y}.png";
    let address = TextEdit::multiline(&mut draft.template)
        .desired_rows(2)
        .hint_text(hint);
    field_ui(ui, &say!(lang, "ui.base_map.url"), address);
    faint_ui(ui, say!(lang, "ui.base_map.url_tip"));
    let grid_name = |grid| match grid {
        Grid::WebMercator => say!(lang, "ui.base_map.mercator"),
        Grid::Geographic => say!(lang, "ui.base_map.geographic"),
    };
    ComboBox::from_label(say!(lang, "ui.base_map.grid"))
        .selected_text(grid_name(draft.grid))
        .show_ui(ui, |ui| {
            for grid in [Grid::WebMercator, Grid::Geographic] {
                ui.selectable_value(&mut draft.grid, grid, grid_name(grid));
            }
        });
    field_ui(
        ui,
        &say!(lang, "ui.base_map.source"),
        TextEdit::singleline(&mut draft.attribution),
    );
    key_ui(ui, &mut draft.template_key, lang);
}

fn key_ui(ui: &mut Ui, key: &mut String, lang: Lang) {
    field_ui(
        ui,
        &say!(lang, "ui.base_map.key"),
        TextEdit::singleline(key).password(true),
    );
    faint_ui(ui, say!(lang, "ui.base_map.key_tip"));
}

fn switch_ui(ui: &mut Ui, view: &mut ViewState) {
    let lang = view.lang;
    let base_map = &mut view.map.base_map;
    let kind = base_map.draft.kind;
    if base_map.is_on() {
        // Above the slider: beside it the words would make the panel wider than it is, and cut what stands below.
        let name = ui.label(say!(lang, "ui.base_map.opacity"));
        let mut percent = 100.0 * base_map.opacity;
        let slider = Slider::new(&mut percent, 0.0..=100.0)
            .fixed_decimals(0)
            .suffix(" %");
        if ui.add(slider).labelled_by(name.id).changed() {
            base_map.opacity = percent / 100.0;
        }
        if ui.button(say!(lang, "ui.base_map.hide")).clicked() {
            base_map.switch_off();
        } else if base_map.loaded().is_none() {
            faint_ui(ui, say!(lang, "ui.base_map.loading"));
        }
        base_map
            .about_vectors(lang)
            .into_iter()
            .for_each(|text| faint_ui(ui, text));
    } else if kind != BaseMapKind::Off {
        if matches!(kind, BaseMapKind::Tianditu(_) | BaseMapKind::Template) {
            faint_ui(ui, say!(lang, "ui.base_map.network"));
        }
        if ui.button(say!(lang, "ui.base_map.show")).clicked() {
            base_map.apply(lang);
            // What was wished is looked at before the next frame.
            ui.ctx().request_repaint();
        }
    }
    if let Some(fault) = base_map.fault() {
        let text = RichText::new(fault.text(lang))
            .small()
            .color(Palette::here(ui).near);
        ui.add(Label::new(text).wrap());
    }
}

fn field_ui(ui: &mut Ui, name: &str, field: TextEdit<'_>) {
    let label = ui.label(name);
    ui.add(field.desired_width(f32::INFINITY)).labelled_by(label.id);
}

fn faint_ui(ui: &mut Ui, text: String) {
    let text = RichText::new(text).small().color(Palette::here(ui).faint);
    ui.add(Label::new(text).wrap());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::crs::Crs;
    use crate::model::base_map::TiandituMap;
    use crate::tiles::source::Source;
    use crate::tiles::vector::made::write_mbtiles;
    use eframe::egui::{Role, vec2};
    use egui_kittest::Harness;
    use egui_kittest::kittest::{NodeT as _, Queryable as _};

    const SECRET: &str = "geheim-0123";

    fn harness(kind: BaseMapKind) -> Harness<'static, ViewState> {
        let mut view = ViewState::new(Lang::Zh);
        view.map.base_map.draft.kind = kind;
        let mut harness = Harness::builder()
            .with_context_setup(crate::ui::fonts::install)
            .build_ui_state(base_map_panel_ui, view);
        harness.get_by_label("底图").click();
        harness.run();
        harness
    }

    fn says(harness: &Harness<'_, ViewState>, text: &str) -> bool {
        let mut texts = harness.get_all_by(|_| true).flat_map(|node| {
            let node = node.accesskit_node();
            [node.label(), node.value()]
        });
        texts.any(|own| own.is_some_and(|own| own.contains(text)))
    }

    #[test]
    fn a_service_is_not_asked_before_there_is_a_key_and_a_wish() {
        let mut harness = harness(BaseMapKind::Tianditu(TiandituMap::Vector));
        assert!(says(&harness, "将访问网络") && !harness.state().map.base_map.is_on());
        harness.get_by_label("显示底图").click();
        harness.run();
        assert!(says(&harness, "需要密钥") && !harness.state().map.base_map.is_on());
        harness.state_mut().map.base_map.draft.tianditu_key = SECRET.into();
        harness.run();
        assert!(!harness.state().map.base_map.is_on());
        harness.get_by_label("显示底图").click();
        harness.run();
        assert!(harness.state().map.base_map.is_on());
        assert!(!says(&harness, SECRET), "the key is shown as dots");
        harness.get_by_label("关闭底图").click();
        harness.run();
        assert!(!harness.state().map.base_map.is_on() && !says(&harness, "需要密钥"));
    }

    #[test]
    fn a_file_of_vector_tiles_says_so_and_which_layers_it_has_no_style_for() {
        let folder = tempfile::tempdir().unwrap();
        let mut names = ["a", "b", "c"].iter();
        let mut harness = harness(BaseMapKind::Offline);
        let mut show = |layers: &str| {
            let path = folder
                .path()
                .join(names.next().unwrap())
                .with_extension("mbtiles");
            write_mbtiles(&path, layers, &[]);
            let base_map = &mut harness.state_mut().map.base_map;
            base_map.draft.path = path.display().to_string();
            base_map.apply(Lang::Zh);
            let plane = Crs::from_code("EPSG:4549").unwrap();
            base_map.opened(base_map.generation(), Source::of_file(&path, &plane));
            harness.run();
            ["矢量瓦片，按内置样式绘制", "以下图层", "不合 Protomaps", "moors"]
                .map(|text| says(&harness, text))
        };
        assert_eq!(show("{\"id\": \"water\"}"), [true, false, false, false]);
        assert_eq!(
            show("{\"id\": \"water\"}, {\"id\": \"moors\"}"),
            [true, true, false, true]
        );
        assert_eq!(show("{\"id\": \"moors\"}"), [true, false, true, true]);
    }

    /// Where one line does not wrap, all others are cut with it.
    #[test]
    fn everything_fits_into_a_narrow_panel() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.mbtiles");
        write_mbtiles(&path, "{\"id\": \"moors\"}", &[]);
        let mut view = ViewState::new(Lang::En);
        let base_map = &mut view.map.base_map;
        base_map.draft.kind = BaseMapKind::Offline;
        base_map.draft.path = path.display().to_string();
        base_map.apply(Lang::En);
        let plane = Crs::from_code("EPSG:4549").unwrap();
        base_map.opened(base_map.generation(), Source::of_file(&path, &plane));
        let mut harness = Harness::builder()
            .with_size(vec2(240.0, 600.0))
            .with_context_setup(crate::ui::fonts::install)
            .build_ui_state(base_map_panel_ui, view);
        harness.run();
        assert!(says(&harness, "drawn in grey") && says(&harness, "Base map opacity"));
        for role in [Role::Label, Role::Button, Role::Slider] {
            let rights = harness.get_all_by_role(role).map(|node| node.rect().right());
            let widest = rights.fold(0.0, f32::max);
            assert!(widest > 0.0 && widest <= 240.0, "{role:?} {widest}");
        }
    }

    #[test]
    fn every_kind_has_its_fields() {
        let check = |kind, field: &str| assert!(says(&harness(kind), field), "{field}");
        check(BaseMapKind::Off, "无底图");
        check(BaseMapKind::Offline, "文件路径");
        check(BaseMapKind::Template, "瓦片地址模板");
        check(BaseMapKind::Tianditu(TiandituMap::Imagery), "您的密钥");
    }
}
