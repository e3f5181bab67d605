//! Small Shapefiles of points, byte by byte, in whatever encoding: no `.prj` and no `.cpg` beside them.

use std::path::{Path, PathBuf};

/// A point, and the bytes of its values.
pub type Row = ((f64, f64), Vec<Vec<u8>>);

/// Writes `NAME.shp`, `.shx` and `.dbf`: fields of text by name and width, and for each point its values as bytes.
pub fn write(folder: &Path, name: &str, fields: &[(&[u8], u8)], rows: &[Row]) -> PathBuf {
    let mut shp = header(100 + 28 * rows.len());
    let mut shx = header(100 + 8 * rows.len());
    for (number, ((x, y), _)) in (1_u32..).zip(rows) {
        let offset = shp.len() as u32 / 2;
        shx.extend(offset.to_be_bytes());
        shx.extend(10_u32.to_be_bytes());
        shp.extend(number.to_be_bytes());
        shp.extend(10_u32.to_be_bytes());
        shp.extend(1_u32.to_le_bytes());
        shp.extend(x.to_le_bytes());
        shp.extend(y.to_le_bytes());
    }
    let path = folder.join(format!("{name}.shp"));
    std::fs::write(&path, shp).unwrap();
    std::fs::write(path.with_extension("shx"), shx).unwrap();
    std::fs::write(path.with_extension("dbf"), table(fields, rows)).unwrap();
    path
}

fn header(bytes: usize) -> Vec<u8> {
    let mut header = vec![0; 100];
    header[..4].copy_from_slice(&9994_u32.to_be_bytes());
    header[24..28].copy_from_slice(&(bytes as u32 / 2).to_be_bytes());
    header[28..32].copy_from_slice(&1000_u32.to_le_bytes());
    header[32..36].copy_from_slice(&1_u32.to_le_bytes());
    header
}

fn table(fields: &[(&[u8], u8)], rows: &[Row]) -> Vec<u8> {
    let head_bytes = 32 + 32 * fields.len() + 1;
    let row_bytes = 1 + fields.iter().map(|(_, width)| usize::from(*width)).sum::<usize>();
    let mut dbf = vec![3, 126, 1, 1];
    dbf.extend((rows.len() as u32).to_le_bytes());
    dbf.extend((head_bytes as u16).to_le_bytes());
    dbf.extend((row_bytes as u16).to_le_bytes());
    dbf.extend([0; 20]);
    for (name, width) in fields {
        let mut descriptor = [0; 32];
        descriptor[..name.len()].copy_from_slice(name);
        descriptor[11] = b'C';
        descriptor[16] = *width;
        dbf.extend(descriptor);
    }
    dbf.push(0x0d);
    for (_, values) in rows {
        dbf.push(b' ');
        for (value, (_, width)) in values.iter().zip(fields) {
            let mut cell = value.clone();
            cell.resize(usize::from(*width), b' ');
            dbf.extend(cell);
        }
    }
    dbf
}
