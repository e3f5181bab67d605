//! A figure with the way it was found: what is copied where only one number is wanted.

use crate::model::workspace::Workspace;
use crate::report::grid::Grid;
use crate::say;
use crate::words::Lang;

/// A row of a table in lines: each cell with its heading, then what has to be said about the table, then where the data
/// came from. Empty where there is no such row.
pub fn method_text(workspace: &Workspace, grid: &Grid, row: usize, lang: Lang) -> String {
    let Some(cells) = grid.rows.get(row) else {
        return String::new();
    };
    let mut lines = vec![grid.title.clone()];
    let named = grid
        .columns
        .iter()
        .zip(cells)
        .filter(|(_, cell)| !cell.is_empty());
    lines.extend(named.map(|((heading, _), cell)| say!(lang, "method.cell", heading = heading, cell = cell)));
    lines.extend(grid.notes.iter().cloned());
    lines.push(say!(lang, "method.area", plane = workspace.crs.code()));
    lines.extend(sources(workspace, lang));
    lines.join("\n")
}

/// One line per layer that was read from a file and is more than a background.
fn sources(workspace: &Workspace, lang: Lang) -> Vec<String> {
    let judged = workspace
        .layers
        .iter()
        .filter(|layer| layer.about.role != crate::model::role::Role::Context);
    let named = judged.filter(|layer| !layer.provenance.file.is_empty());
    let line = |layer: &std::sync::Arc<crate::model::layer::Layer>| {
        let provenance = &layer.provenance;
        let surveyed = layer
            .about
            .surveyed
            .map_or_else(|| "–".to_owned(), |date| date.to_string());
        let hash = provenance.sha256.get(..12).unwrap_or(&provenance.sha256);
        say!(
            lang,
            "method.source",
            layer = layer.about.name.get(lang),
            file = provenance.file,
            surveyed = surveyed,
            hash = hash
        )
    };
    named.map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::scene::overlap;

    #[test]
    fn a_figure_comes_with_its_notes() {
        let grid = Grid {
            title: "T".into(),
            columns: vec![
                ("Definition".into(), false),
                ("Area".into(), true),
                ("Rate".into(), true),
            ],
            rows: vec![vec!["Plan".into(), "3 ha".into(), String::new()]],
            notes: vec!["How it is counted.".into()],
        };
        let text = method_text(&overlap().workspace, &grid, 0, Lang::En);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[..4],
            ["T", "Definition: Plan", "Area: 3 ha", "How it is counted."]
        );
        assert!(lines[4].contains("EPSG:4549"), "{text}");
        assert_eq!(method_text(&overlap().workspace, &grid, 1, Lang::En), "");
    }
}
