//! Carries an order out: each layer looked through, then written.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::geom::crs::{Crs, CrsError};
use crate::model::date::Date;
use crate::model::finding::Screening;
use crate::model::layer::Layer;
use crate::model::workspace::Workspace;
use crate::progress::{Cancelled, Progress};
use crate::words::Lang;

use super::super::files::{Draft, Staged, WriteError};
use super::coding::Coding;
use super::csv::Csv;
use super::dxf::Dxf;
use super::features::{Features, FindingFeatures, LayerFeatures};
use super::flatgeobuf;
use super::geojson::{GeoJson, foreign_code};
use super::geopackage::{Naming, Package};
use super::kml::Kml;
use super::loss::{Loss, Losses};
use super::occupied::{OccupiedParts, positions};
use super::order::{Content, CrsWish, LayerError, LayerFormat, LayerOrder, LayersWritten, WrittenLayer};
use super::parcels::Parcels;
use super::paths::{Sources, targets};
use super::placed::Placing;
use super::shapefile::{ENDINGS, Shapefile, main_files};
use super::sink::{Stop, Stream};
use super::survey::Survey;
use super::xlsx;

/// The day of the last change where the workspace fixes none: files do not know a clock.
const NO_DAY: &str = "1970-01-01";

/// What is open, and how it came to be.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// The workspace.
    pub workspace: &'a Workspace,
    /// Its screening, where there is one.
    pub screening: Option<&'a Screening>,
    /// The paths that the workspace was opened by.
    pub opened: &'a [PathBuf],
    /// The language of titles.
    pub lang: Lang,
}

/// Writes layers. One that fails does not hinder the others; after a wish to stop nothing more is begun.
pub fn write_layers(scene: &Scene<'_>, order: &LayerOrder, progress: &Progress) -> LayersWritten {
    let mut done = LayersWritten::default();
    let targets = match targets(order) {
        Ok(targets) => targets,
        Err(error) => {
            done.failed.push(error);
            return done;
        }
    };
    let sources = Sources::of(scene.workspace, scene.opened);
    let jobs = order.contents.iter().zip(targets).map(|(content, path)| Job {
        scene,
        order,
        content,
        path,
        sources: &sources,
        progress,
    });
    let jobs: Vec<Job<'_>> = jobs.collect();
    let passes = if order.format == LayerFormat::FlatGeobuf {
        flatgeobuf::PASSES
    } else {
        1
    };
    progress.start(passes * jobs.iter().map(Job::feature_count).sum::<u64>());
    let is_one_file =
        order.format == LayerFormat::GeoPackage && jobs.windows(2).all(|pair| pair[0].path == pair[1].path);
    if is_one_file {
        package(&jobs, &mut done);
        return done;
    }
    for job in &jobs {
        match job.write() {
            Ok(written) => done.written.push(written),
            Err(LayerError::Cancelled) => {
                done.failed.push(LayerError::Cancelled);
                break;
            }
            Err(error) => done.failed.push(error),
        }
    }
    done
}

/// All layers as tables of one database: all of them or, if one fails, none.
fn package(jobs: &[Job<'_>], done: &mut LayersWritten) {
    let Some(first) = jobs.first() else { return };
    let filled = || -> Result<Vec<WrittenLayer>, LayerError> {
        let mut package = first.begun_package()?;
        let written = jobs.iter().map(|job| job.add_to(&mut package));
        let written = written.collect::<Result<Vec<_>, LayerError>>()?;
        package.commit()?;
        Ok(written)
    };
    match filled() {
        Ok(written) => done.written.extend(written),
        Err(error) => done.failed.push(error),
    }
}

/// One layer on its way into a file.
struct Job<'a> {
    scene: &'a Scene<'a>,
    order: &'a LayerOrder,
    content: &'a Content,
    path: PathBuf,
    sources: &'a Sources,
    progress: &'a Progress,
}

/// Everything that a format needs to know of what it writes.
struct Look<'a> {
    stream: Stream<'a>,
    survey: &'a Survey,
    title: String,
}

impl<'a> Job<'a> {
    fn layer(&self) -> Result<Option<&'a Layer>, LayerError> {
        let Content::Layer(id) = self.content else {
            return Ok(None);
        };
        let workspace = self.scene.workspace;
        let layer = workspace.layer(id).ok_or_else(|| {
            let known: Vec<&str> = workspace.layers.iter().map(|layer| &*layer.about.id).collect();
            LayerError::NoLayer {
                wanted: id.to_string(),
                known: known.join(", "),
            }
        });
        layer.map(|layer| Some(&**layer))
    }

    fn feature_count(&self) -> u64 {
        let count = match self.layer() {
            Ok(Some(layer)) => layer.features().len(),
            Ok(None) => self.scene.screening.map_or(0, |screening| match self.content {
                Content::Occupied => positions(screening).len(),
                _ => screening.findings.len(),
            }),
            Err(_) => 0,
        };
        count as u64
    }

    fn features(&self) -> Result<Box<dyn Features + 'a>, LayerError> {
        match self.layer()? {
            Some(layer) => {
                let ids_are_members = matches!(
                    self.order.format,
                    LayerFormat::GeoJson | LayerFormat::Parcels | LayerFormat::Dxf
                );
                Ok(Box::new(LayerFeatures::new(layer, ids_are_members)))
            }
            None => {
                let screening = self.scene.screening.ok_or(LayerError::NoScreening)?;
                let workspace = self.scene.workspace;
                Ok(match self.content {
                    Content::Occupied => Box::new(OccupiedParts::new(workspace, screening, self.scene.lang)),
                    _ => Box::new(FindingFeatures { workspace, screening }),
                })
            }
        }
    }

    fn placing(&self) -> Result<Placing, LayerError> {
        let plane = &self.scene.workspace.crs;
        let format = self.order.format;
        let source = || Ok::<_, LayerError>(self.layer()?.map(|layer| layer.provenance.source_crs.as_str()));
        let wanted = match &self.order.crs {
            CrsWish::Usual => None,
            CrsWish::Workspace => Some(plane.code()),
            CrsWish::Source => Some(source()?.filter(|code| !code.is_empty()).unwrap_or(plane.code())),
            CrsWish::Code(code) => Some(code.as_str()),
        };
        let unknown = |code: &str| LayerError::UnknownCrs(code.to_owned());
        let Some(code) = wanted else {
            return match format {
                LayerFormat::GeoJson | LayerFormat::Kml => {
                    Placing::into_degrees(plane).map_err(|_| unknown(Crs::LON_LAT))
                }
                _ => Placing::between(plane, plane).map_err(|_| unknown(plane.code())),
            };
        };
        let target = Crs::from_code(code).map_err(|_| unknown(code))?;
        if format == LayerFormat::Kml && !matches!(target.code(), Crs::LON_LAT | "EPSG:4326") {
            return Err(LayerError::OnlyDegrees(target.code().to_owned()));
        }
        Placing::between(plane, &target).map_err(|error| match error {
            CrsError::NoDatumShift { from, to } => LayerError::NoShift { from, to },
            _ => unknown(code),
        })
    }

    fn coding(&self) -> Coding {
        self.order
            .coding
            .unwrap_or_else(|| self.order.format.usual_coding())
    }

    fn day(&self) -> Option<Date> {
        self.scene.workspace.as_of.or_else(|| NO_DAY.parse().ok())
    }

    fn check_target(&self, path: &Path) -> Result<(), LayerError> {
        if self.sources.have(path) {
            return Err(LayerError::Source(path.to_owned()));
        }
        Ok(())
    }

    /// What is told of every format.
    fn first_losses(&self, placing: &Placing, survey: &Survey) -> Result<Losses, LayerError> {
        let mut losses = Losses::default();
        if placing.is_own_datum {
            losses.note(Loss::OwnDatum(self.scene.workspace.crs.code().to_owned()));
        }
        if self.order.format == LayerFormat::GeoJson {
            if let Some(code) = foreign_code(placing) {
                losses.note(Loss::NotRfc7946(code.to_owned()));
            }
            return Ok(losses);
        }
        losses.add(Loss::Members, survey.with_members);
        let members = self.layer()?.map(|layer| &layer.provenance.foreign);
        let names: Vec<&str> = members
            .into_iter()
            .flat_map(|all| all.keys().map(String::as_str))
            .collect();
        if !names.is_empty() {
            losses.note(Loss::CollectionMembers(names.join(", ")));
        }
        Ok(losses)
    }

    /// Looks through the features, and has them written by `write`.
    fn look<T>(
        &self,
        write: impl FnOnce(Look<'_>, &mut Losses) -> Result<T, LayerError>,
    ) -> Result<(T, usize, Losses), LayerError> {
        let features = self.features()?;
        let placing = self.placing()?;
        let survey = Survey::of(&*features, self.progress).map_err(|Cancelled| LayerError::Cancelled)?;
        let mut losses = self.first_losses(&placing, &survey)?;
        let look = Look {
            stream: Stream {
                features: &*features,
                placing: &placing,
                progress: self.progress,
            },
            survey: &survey,
            title: self.content.title(self.scene.workspace, self.scene.lang),
        };
        let done = write(look, &mut losses)?;
        Ok((done, features.count(), losses))
    }

    fn written(&self, paths: Vec<PathBuf>, feature_count: usize, losses: Losses) -> WrittenLayer {
        WrittenLayer {
            id: self.content.id().to_owned(),
            paths,
            feature_count,
            losses,
        }
    }

    fn write(&self) -> Result<WrittenLayer, LayerError> {
        let (staged, count, losses) = self.look(|look, losses| match self.order.format {
            LayerFormat::Shapefile => self.shapefile(&look, losses),
            LayerFormat::GeoPackage => self.own_package(&look, losses),
            _ => self.one_file(&look, losses).map(|file| vec![file]),
        })?;
        // The last look at whether to stop: from here on files appear.
        self.progress.check().map_err(|Cancelled| LayerError::Cancelled)?;
        let mut paths: Vec<PathBuf> = staged.iter().map(|file| file.path().to_owned()).collect();
        staged.into_iter().try_for_each(Staged::commit)?;
        if paths.is_empty() {
            paths.push(self.path.clone());
        }
        Ok(self.written(paths, count, losses))
    }

    /// All files of a Shapefile, none of them in its place yet.
    fn shapefile(&self, look: &Look<'_>, losses: &mut Losses) -> Result<Vec<Staged>, LayerError> {
        for main in main_files(&self.path, look.survey) {
            for ending in ENDINGS {
                self.check_target(&main.with_extension(ending))?;
            }
        }
        let (coding, stream) = (self.coding(), &look.stream);
        let day = self.day().ok_or(LayerError::Cancelled)?;
        let begun = Shapefile::new(&self.path, stream, look.survey, (coding, day), losses);
        let mut sets = begun.map_err(|stop| self.stopped(stop))??;
        let filled = stream.into_sink(&mut sets, losses);
        filled.map_err(|stop| self.stopped(stop))?;
        Ok(sets.finish(stream.placing, coding, losses)?)
    }

    /// A database with this layer alone; it is put in its place here.
    fn own_package(&self, look: &Look<'_>, losses: &mut Losses) -> Result<Vec<Staged>, LayerError> {
        let mut package = self.begun_package()?;
        self.fill(&mut package, look, losses)?;
        package.commit()?;
        Ok(Vec::new())
    }

    fn begun_package(&self) -> Result<Package, LayerError> {
        self.check_target(&self.path)?;
        let day = self.day().ok_or(LayerError::Cancelled)?;
        Ok(Package::new(Draft::beside(&self.path)?, day)?)
    }

    fn add_to(&self, package: &mut Package) -> Result<WrittenLayer, LayerError> {
        let ((), count, losses) = self.look(|look, losses| self.fill(package, &look, losses))?;
        Ok(self.written(vec![self.path.clone()], count, losses))
    }

    fn fill(&self, package: &mut Package, look: &Look<'_>, losses: &mut Losses) -> Result<(), LayerError> {
        let naming = Naming {
            table: self.content.id(),
            title: &look.title,
        };
        let filled = package.layer(naming, &look.stream, look.survey, losses);
        filled.map(drop).map_err(|stop| self.stopped(stop))
    }

    /// A file of a format that has one, not in its place yet.
    fn one_file(&self, look: &Look<'_>, losses: &mut Losses) -> Result<Staged, LayerError> {
        self.check_target(&self.path)?;
        let (survey, stream, coding) = (look.survey, &look.stream, self.coding());
        let placing = stream.placing;
        let form = match self.order.format {
            LayerFormat::Parcels => {
                Some(Parcels::form(placing).map_err(|bad| LayerError::NotAZone(bad.code))?)
            }
            _ => None,
        };
        if self.order.format == LayerFormat::Xlsx {
            xlsx::check_room(stream.features.count(), survey.columns.list.len())?;
        }
        let day = self.day().ok_or(LayerError::Cancelled)?;
        let out = Staged::open(&self.path)?;
        let nothing = BTreeMap::new();
        let members = self.layer()?.map_or(&nothing, |layer| &layer.provenance.foreign);
        let attempt = || -> Result<Staged, Stop> {
            Ok(match (self.order.format, form) {
                (_, Some(form)) => {
                    let mut parcels = Parcels::new(out, form, survey, coding, losses)?;
                    stream.into_sink(&mut parcels, losses)?;
                    parcels.finish()
                }
                (LayerFormat::FlatGeobuf, _) => {
                    flatgeobuf::write(out, stream, survey, self.content.id(), losses)?
                }
                (LayerFormat::Xlsx, _) => xlsx::write(out, stream, survey, (&look.title, day), losses)?,
                (LayerFormat::Kml, _) => {
                    let mut kml = Kml::new(out, placing, survey, &look.title, losses)?;
                    stream.into_sink(&mut kml, losses)?;
                    kml.finish()?
                }
                (LayerFormat::Dxf, _) => {
                    let mut dxf = Dxf::new(out, placing, survey, &look.title, losses)?;
                    stream.into_sink(&mut dxf, losses)?;
                    dxf.finish()?
                }
                (LayerFormat::Csv, _) => {
                    let mut csv = Csv::new(out, placing, survey, coding, losses)?;
                    stream.into_sink(&mut csv, losses)?;
                    csv.finish()
                }
                _ => {
                    let mut geojson = GeoJson::new(out, placing, members)?;
                    stream.into_sink(&mut geojson, losses)?;
                    geojson.finish()?
                }
            })
        };
        attempt().map_err(|stop| self.stopped(stop))
    }

    fn stopped(&self, stop: Stop) -> LayerError {
        match stop {
            Stop::Cancelled(Cancelled) => LayerError::Cancelled,
            Stop::Io(reason) => LayerError::Write(WriteError {
                path: self.path.clone(),
                reason,
            }),
        }
    }
}
