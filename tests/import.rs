//! A first look at files, what is settled about them, and texts in another encoding without the file.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

mod scene;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use redshank::formats::encoding::by_name;
use redshank::formats::field_values::Known;
use redshank::formats::guess::By;
use redshank::formats::input::FileToRead;
use redshank::formats::open::read_layer;
use redshank::formats::preview::{LOOKED_AT_BYTES, Preview, preview};
use redshank::formats::recode::recoded;
use redshank::formats::workspace::plan::LayerPlan;
use redshank::geom::crs::Crs;
use redshank::model::field_type::FieldType;
use redshank::model::layer::{About, Layer};
use redshank::model::problem::Problem;
use redshank::model::role::Role;
use redshank::progress::Progress;
use redshank::session::Session;
use redshank::session::command::Command;
use redshank::session::import::doubt::Doubt;
use redshank::session::import::{ImportStep, Purpose};
use redshank::session::jobs::Runner;
use redshank::session::notice::NoticeKind;
use redshank::session::save_step::SaveStep;
use redshank::words::Lang;
use scene::plain_shapefile;

fn gbk(text: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(text).0.into_owned()
}

/// Names in GBK, bytes that are no letters, a sign with two writings, and a name that is cut.
fn shapefile(folder: &Path) -> PathBuf {
    let names = [
        gbk("钱塘湿地"),
        b"\xca\xaa\xff1".to_vec(),
        b"\x80 and \xa2\xe3".to_vec(),
        gbk("西溪"),
        gbk("西溪"),
        b"plain".to_vec(),
    ];
    let rows = (0..).zip(names).map(|(number, name)| {
        let place = (120.5 + 0.01 * f64::from(number), 30.3);
        (place, vec![format!("{number}").into_bytes(), name])
    });
    let rows: Vec<_> = rows.collect();
    let (code, name) = (gbk("编号"), gbk("名称"));
    plain_shapefile::write(folder, "wetland", &[(&code, 4), (&name, 24)], &rows)
}

fn read_in(path: &Path, encoding: &str, id_field: Option<&str>) -> (Layer, Vec<Problem>) {
    let mut about = About::new("wetland", Role::Wetland);
    about.fields.id = id_field.map(str::to_owned);
    let plan = LayerPlan {
        file: FileToRead {
            encoding: Some(encoding.to_owned()),
            ..FileToRead::at(path)
        },
        crs: Some("EPSG:4490".into()),
        ..LayerPlan::of_file(about, path)
    };
    let plane = Crs::from_code("EPSG:4549").unwrap();
    let read = read_layer(plan, &plane, &Progress::default()).unwrap();
    (read.layer, read.problems)
}

fn in_encoding(layer: &Layer, encoding: &str) -> (Layer, Vec<Problem>) {
    let into = by_name(encoding).unwrap();
    let result = recoded(layer, into, &Known::default(), &Progress::default());
    result.unwrap().unwrap()
}

#[track_caller]
fn assert_alike(found: &Layer, expected: &Layer, context: &str) {
    let texts = |layer: &Layer| -> Vec<_> {
        let features = layer.features().iter();
        features
            .map(|feature| (feature.id.clone(), feature.properties.clone()))
            .collect()
    };
    assert_eq!(texts(found), texts(expected), "{context}");
    assert_eq!(found.about.fields, expected.about.fields, "{context}");
}

/// Whatever a table was read in: the values are those that reading it in the other encoding gives, also on a detour.
#[track_caller]
fn check_all_encodings(path: &Path) {
    let encodings = ["UTF-8", "GBK", "Big5", "windows-1252", "Shift_JIS", "EUC-KR"];
    let direct = encodings.map(|encoding| read_in(path, encoding, None).0);
    for (from, before) in encodings.iter().zip(&direct) {
        for (into, expected) in encodings.iter().zip(&direct) {
            let (after, _) = in_encoding(before, into);
            assert_alike(&after, expected, &format!("{from} → {into}"));
            let (back, _) = in_encoding(&after, from);
            assert_alike(&back, before, &format!("{from} → {into} → {from}"));
            assert_eq!(
                back.provenance.kept.as_ref().unwrap().values,
                before.provenance.kept.as_ref().unwrap().values
            );
        }
    }
}

#[test]
fn a_shapefile_in_another_encoding_is_as_if_read_so() {
    let folder = tempfile::tempdir().unwrap();
    check_all_encodings(&shapefile(folder.path()));
}

#[test]
fn a_table_of_plain_text_in_another_encoding_is_as_if_read_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    let mut text = gbk("编号,lon,lat,名称,\"备注,二\"\n1,120.5,30.3,钱塘湿地,\"说 \"\"好\"\"\"\n");
    text.extend(b"2,120.6,30.4,\xca\xaa\xff1,\n3,120.7,30.5,plain,");
    text.extend(gbk("西溪\n"));
    std::fs::write(&path, text).unwrap();
    check_all_encodings(&path);
}

/// Read as UTF-8 by mistake; then the file is gone.
#[test]
fn a_wrong_encoding_is_corrected_without_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = shapefile(folder.path());
    let (right, _) = read_in(&path, "GBK", Some("名称"));
    let garbled = read_in(&path, "UTF-8", None).0;
    let name = garbled.features()[0].properties.iter().nth(1).unwrap().0.clone();
    let (wrong, said) = read_in(&path, "UTF-8", Some(&name));
    assert!(said.iter().any(|problem| problem.kind.code() == "undecodable"));
    drop(folder);
    assert!(!path.exists());
    let (corrected, problems) = in_encoding(&wrong, "GBK");
    assert_alike(&corrected, &right, "corrected");
    assert_eq!(&*corrected.features()[0].id, "钱塘湿地");
    assert_eq!(&*corrected.features()[4].id, "西溪#2", "ids are unique again");
    let codes: Vec<_> = problems.iter().map(|problem| problem.kind.code()).collect();
    assert_eq!(codes, ["duplicate_id", "undecodable"]);
}

/// The bytes themselves are there, and nothing is kept of what needs no keeping.
#[test]
fn bytes_that_are_no_letters_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (layer, _) = read_in(&shapefile(folder.path()), "GBK", None);
    let kept = layer.provenance.kept.as_ref().unwrap();
    let values: Vec<_> = kept.values.iter().map(|(at, bytes)| (*at, &**bytes)).collect();
    let expected: [(_, &[u8]); 2] = [((2, 1), b"\xca\xaa\xff1"), ((3, 1), b"\x80 and \xa2\xe3")];
    assert_eq!(values, expected);
}

#[track_caller]
fn look(path: &Path) -> Box<Preview> {
    let mut looked = preview(&FileToRead::at(path), None, None, &Progress::default()).unwrap();
    assert_eq!(looked.len(), 1);
    looked.remove(0).seen.unwrap()
}

#[track_caller]
fn check_beginning(path: &Path, expected_count: Option<u64>) {
    let long = look(path);
    assert!(!long.is_whole);
    assert_eq!(long.feature_count, expected_count);
    assert_eq!(long.info.sample.rows.len(), 20);
    let refused = long.info.problems.iter().filter(|p| p.done.code() == "refused");
    let refused: Vec<_> = refused.collect();
    assert!(refused.is_empty(), "{refused:?}");
    assert!(long.info.crs.is_some());
    let read = long.info.read as u64;
    assert!(read > 1000 && read < long.byte_count / 20, "{read}");
}

#[test]
fn only_the_beginning_of_a_long_table_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wind.csv");
    let mut text = String::from("id,lon,lat,name\n");
    while (text.len() as u64) < LOOKED_AT_BYTES + (1 << 20) {
        writeln!(text, "{},120.5,30.3,\"turbine, one of many\"", text.len()).unwrap();
    }
    std::fs::write(&path, text).unwrap();
    check_beginning(&path, None);
}

#[test]
fn only_the_beginning_of_a_long_collection_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wind.geojson");
    let mut text = String::from("{\"type\":\"FeatureCollection\",\"features\":[");
    while (text.len() as u64) < LOOKED_AT_BYTES + (1 << 20) {
        let comma = if text.ends_with('[') { "" } else { ",\n" };
        let number = text.len();
        write!(
            text,
            "{comma}{{\"type\":\"Feature\",\"properties\":{{\"id\":{number}}},\
             \"geometry\":{{\"type\":\"Point\",\"coordinates\":[120.5,30.3]}}}}"
        )
        .unwrap();
    }
    text.push_str("]}");
    std::fs::write(&path, text).unwrap();
    check_beginning(&path, None);
}

#[test]
fn only_the_beginning_of_a_long_shapefile_is_read_and_its_index_tells_how_many() {
    let folder = tempfile::tempdir().unwrap();
    let count = LOOKED_AT_BYTES / 28 + 1000;
    let rows: Vec<_> = (0..count)
        .map(|number| ((120.5, 30.3), vec![number.to_string().into_bytes()]))
        .collect();
    let path = plain_shapefile::write(folder.path(), "wind", &[(b"ID", 60)], &rows);
    let wkt = Crs::from_code("EPSG:4490").unwrap();
    drop(wkt);
    std::fs::write(
        path.with_extension("prj"),
        "GEOGCS[\"China Geodetic Coordinate System 2000\",DATUM[\"China_2000\",SPHEROID[\"CGCS2000\",6378137,298.257222101]],\
         PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433],AUTHORITY[\"EPSG\",\"4490\"]]",
    )
    .unwrap();
    check_beginning(&path, Some(count));
}

#[test]
fn each_table_of_a_file_is_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("both.zip");
    let parts = tempfile::tempdir().unwrap();
    let mut zip = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
    for name in ["core", "buffer"] {
        let rows = [((120.5, 30.3), vec![b"1".to_vec()])];
        let shp = plain_shapefile::write(parts.path(), name, &[(b"ID", 4)], &rows);
        for ending in ["shp", "shx", "dbf"] {
            let options: zip::write::SimpleFileOptions = Default::default();
            zip.start_file(format!("{name}.{ending}"), options).unwrap();
            let bytes = std::fs::read(shp.with_extension(ending)).unwrap();
            std::io::Write::write_all(&mut zip, &bytes).unwrap();
        }
    }
    zip.finish().unwrap();
    let looked = preview(&FileToRead::at(&path), None, None, &Progress::default()).unwrap();
    let found: Vec<_> = looked
        .iter()
        .map(|one| {
            let guess = one.seen.as_ref().unwrap().info.guess.role.unwrap();
            (one.file.table.as_deref().unwrap(), guess.role, guess.by)
        })
        .collect();
    assert_eq!(
        found,
        [("core", Role::Core, By::File), ("buffer", Role::Buffer, By::File)]
    );
}

fn session(memory: &Path) -> Session {
    Session::new(Runner::Inline, "2026-11-23".parse().unwrap()).with_memory(Some(memory.to_owned()))
}

fn step(session: &mut Session, step: ImportStep) {
    session.dispatch(Command::Import(step));
    // A job may start another.
    while session.poll() {}
}

fn look_step(path: &Path, always: bool) -> ImportStep {
    ImportStep::Look {
        paths: vec![path.to_owned()],
        purpose: Purpose::Open,
        always,
    }
}

#[test]
fn what_is_certain_is_imported_at_once_and_meanings_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wetland.geojson");
    let text = r#"{"type":"Feature","properties":{"TBBH":"A1","DLBM":"1106"},
        "geometry":{"type":"Point","coordinates":[120.5,30.3]}}"#;
    std::fs::write(&path, text).unwrap();
    let mut session = session(folder.path());
    step(&mut session, look_step(&path, false));
    assert!(session.import().is_none());
    let layer = session.workspace().unwrap().layers[0].clone();
    assert_eq!(
        (&*layer.features()[0].id, layer.about.role),
        ("A1", Role::Wetland)
    );
    let told = session.notices().iter().any(|notice| {
        matches!(&notice.about, NoticeKind::ImportedAs(meanings)
            if *meanings == ["wetland: TBBH → id", "wetland: DLBM → class"])
    });
    assert!(told, "{:?}", session.notices());
    step(&mut session, look_step(&path, true));
    assert!(session.import().unwrap().files[0].doubts().is_empty());
}

#[test]
fn what_is_in_doubt_waits_and_is_as_last_time_the_next_time() {
    let folder = tempfile::tempdir().unwrap();
    let memory = folder.path().join("memory");
    let rows = [((120.5, 30.3), vec![gbk("钱塘湿地")])];
    let (field, other) = (gbk("名称"), folder.path().join("data"));
    std::fs::create_dir(&other).unwrap();
    let path = plain_shapefile::write(&other, "x_2024", &[(&field, 24)], &rows);
    let mut first = session(&memory);
    step(&mut first, look_step(&path, false));
    let import = first.import().unwrap().clone();
    assert!(first.workspace().is_none());
    let file = &import.files[0];
    assert_eq!(file.doubts(), [Doubt::NoCrs, Doubt::Encoding, Doubt::NoRole]);
    assert_eq!(file.choices().fields.name.as_deref(), Some("名称"));

    let again = ImportStep::Again {
        at: 0,
        file: Box::new(file.file.clone()),
        crs: Some("EPSG:4490".into()),
    };
    step(&mut first, again);
    let file = &first.import().unwrap().files[0];
    assert_eq!(file.doubts(), [Doubt::Encoding, Doubt::NoRole]);
    let mut choices = file.choices();
    choices.role = Some(Role::Core);
    choices.encoding = Some("GBK".into());
    let record = redshank::formats::profile::Record {
        key: file.key().unwrap(),
        choices: choices.clone(),
    };
    let import = ImportStep::Import {
        layers: vec![file.plan(&choices, "核心区")],
        settled: vec![(path.clone(), record)],
    };
    step(&mut first, import);
    let workspace = first.workspace().unwrap();
    assert_eq!(workspace.layers[0].about.name.zh, "核心区");
    assert_eq!(workspace.layers[0].features().len(), 1);
    first.dispatch(Command::Reload);
    while first.poll() {}
    assert_eq!(
        first.workspace().unwrap().layers[0].about.role,
        Role::Core,
        "read again as planned"
    );

    let path = plain_shapefile::write(&other, "x_2025", &[(&field, 24)], &rows);
    let mut next = session(&memory);
    step(&mut next, look_step(&path, true));
    let file = next.import().unwrap().files[0].clone();
    assert_eq!(file.doubts(), [], "{:?}", file.settled);
    assert_eq!(file.choices(), choices);
    step(&mut next, ImportStep::Forget(0));
    assert_eq!(next.import().unwrap().files[0].settled, None);
    step(&mut next, ImportStep::Close);
    step(&mut next, look_step(&path, false));
    assert!(!next.import().unwrap().files[0].doubts().is_empty());
}

#[test]
fn a_profile_that_was_given_away_settles_the_files_of_another() {
    let folder = tempfile::tempdir().unwrap();
    let rows = [((120.5, 30.3), vec![gbk("钱塘湿地")])];
    let field = gbk("名称");
    let path = plain_shapefile::write(folder.path(), "x", &[(&field, 24)], &rows);
    let mut session = session(&folder.path().join("memory"));
    step(&mut session, look_step(&path, false));
    let file = &session.import().unwrap().files[0];
    let mut choices = file.choices();
    (choices.role, choices.crs) = (Some(Role::Buffer), Some("EPSG:4490".into()));
    let records = vec![redshank::formats::profile::Record {
        key: file.key().unwrap(),
        choices,
    }];
    let profile = folder.path().join("a.profile.toml");
    let save = ImportStep::SaveProfile {
        path: profile.clone(),
        records,
    };
    step(&mut session, save);
    step(&mut session, ImportStep::UseProfile(profile));
    let file = &session.import().unwrap().files[0];
    assert_eq!(file.choices().role, Some(Role::Buffer));
    assert!(file.settled.as_ref().unwrap().by_profile);
    assert!(file.info().unwrap().crs.is_some());
}

#[test]
fn a_layer_in_another_encoding_can_be_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = shapefile(folder.path());
    let mut session = session(folder.path());
    step(&mut session, look_step(&path, false));
    let file = &session.import().unwrap().files[0];
    let choices = redshank::formats::profile::Choices {
        role: Some(Role::Wetland),
        crs: Some("EPSG:4490".into()),
        encoding: Some("UTF-8".into()),
        ..Default::default()
    };
    let layers = vec![file.plan(&choices, "w")];
    let settled = Vec::new();
    step(&mut session, ImportStep::Import { layers, settled });
    drop(folder);
    let name = |session: &Session| {
        let layer = session.workspace().unwrap().layers[0].clone();
        let last = layer.features()[0].properties.iter().nth(1);
        last.unwrap().1.to_string()
    };
    let before = name(&session);
    session.dispatch(Command::Recode {
        layer: session.workspace().unwrap().layers[0].about.id.clone(),
        encoding: "GBK".into(),
    });
    while session.poll() {}
    assert_eq!(name(&session), "钱塘湿地");
    session.dispatch(Command::Undo);
    assert_eq!(name(&session), before);
}

#[test]
fn declared_types_follow_their_fields_into_another_encoding() {
    let folder = tempfile::tempdir().unwrap();
    let path = shapefile(folder.path());
    let mut session = session(folder.path());
    step(&mut session, look_step(&path, false));
    let file = &session.import().unwrap().files[0];
    let wrong = encoding_rs::WINDOWS_1252.decode(&gbk("编号")).0.into_owned();
    let choices = redshank::formats::profile::Choices {
        role: Some(Role::Wetland),
        crs: Some("EPSG:4490".into()),
        encoding: Some("windows-1252".into()),
        types: [(wrong, FieldType::Number)].into(),
        ..Default::default()
    };
    let layers = vec![file.plan(&choices, "w")];
    let settled = Vec::new();
    step(&mut session, ImportStep::Import { layers, settled });
    let first = |session: &Session| {
        let layer = session.workspace().unwrap().layers[0].clone();
        let (name, value) = layer.features()[1].properties.iter().next().unwrap();
        format!("{name} {}", value.to_json())
    };
    assert!(first(&session).ends_with(" 1"), "{}", first(&session));
    let layer = session.workspace().unwrap().layers[0].about.id.clone();
    let encoding = "GBK".to_owned();
    session.dispatch(Command::Recode { layer, encoding });
    while session.poll() {}
    assert_eq!(first(&session), "编号 1");
    // Read from the file once more, it is still a number.
    let saved = folder.path().join("saved.toml");
    session.dispatch(Command::Save(SaveStep::Workspace(saved.clone()), Lang::En));
    while session.poll() {}
    session.dispatch(Command::Open(vec![saved]));
    while session.poll() {}
    assert_eq!(first(&session), "编号 1");
}
