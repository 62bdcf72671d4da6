//! The fonts a document is set in: Inter, bundled, and whatever the system has for the scripts
//! that Inter does not. It finds and opens faces; it does not shape with them.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use harfrust::{Font, GlyphId};
use unicode_script::Script;

use crate::error::Error;
use crate::fallback::{self, Han};
use crate::page::FaceName;

const REGULAR: &[u8] = include_bytes!("../fonts/Inter-Regular.ttf");
const SEMI_BOLD: &[u8] = include_bytes!("../fonts/Inter-SemiBold.ttf");

/// The fonts a document is set in. Make it once and keep it: the faces it has opened stay open.
pub struct Fonts {
    regular: Arc<Face>,
    strong: Arc<Face>,
    others: Option<Others>,
}

/// Where faces for other scripts come from. Looking through a machine's fonts takes a tenth of a
/// second, which most papers never need: it happens at the first letter that Inter lacks.
struct Others {
    place: Place,
    found: OnceLock<System>,
}

enum Place {
    Folder(PathBuf),
    System,
}

/// One face, open.
pub(crate) struct Face {
    pub(crate) name: FaceName,
    pub(crate) font: Font,
    /// The file, as the PDF embeds a part of it.
    pub(crate) bytes: FontBytes,
    /// Which face of the file, where it holds several.
    pub(crate) index: u32,
}

/// A font file in memory, shared by all faces that come from it.
pub(crate) type FontBytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

struct System {
    database: fontdb::Database,
    /// One face for each name: of two copies of a font, always the same one.
    names: BTreeMap<String, fontdb::ID>,
    opened: Mutex<Opened>,
}

/// What has been opened and chosen so far. It only saves time: the same question gets the same
/// answer whatever was asked before.
#[derive(Default)]
struct Opened {
    files: BTreeMap<PathBuf, FontBytes>,
    faces: BTreeMap<String, Option<Arc<Face>>>,
    chosen: BTreeMap<(String, &'static str, bool, Han), Option<Arc<Face>>>,
}

impl Fonts {
    /// Inter alone: Latin, Greek, Cyrillic, currency signs. The same on every machine.
    pub fn bundled() -> Result<Fonts, Error> {
        Fonts::with(None)
    }

    /// Inter, and the fonts installed on this machine for every other script. They are looked for
    /// when a text needs them.
    pub fn with_system() -> Result<Fonts, Error> {
        Fonts::with(Some(Place::System))
    }

    /// Inter, and the fonts found below a folder for every other script.
    pub fn with_folder(folder: &Path) -> Result<Fonts, Error> {
        Fonts::with(Some(Place::Folder(folder.to_owned())))
    }

    fn with(place: Option<Place>) -> Result<Fonts, Error> {
        Ok(Fonts {
            regular: Arc::new(Face::bundled("Inter-Regular", REGULAR)?),
            strong: Arc::new(Face::bundled("Inter-SemiBold", SEMI_BOLD)?),
            others: place.map(|place| Others {
                place,
                found: OnceLock::new(),
            }),
        })
    }

    /// The other fonts, looked for now if they have not been.
    fn system(&self) -> Option<&System> {
        let others = self.others.as_ref()?;
        Some(others.found.get_or_init(|| {
            let mut database = fontdb::Database::new();
            match &others.place {
                Place::Folder(folder) => database.load_fonts_dir(folder),
                Place::System => database.load_system_fonts(),
            }
            System::new(database)
        }))
    }

    /// Inter in one of its two weights.
    pub(crate) fn house(&self, strong: bool) -> &Arc<Face> {
        if strong { &self.strong } else { &self.regular }
    }

    /// The system's face for a cluster that Inter lacks, or none where no face has all of it.
    pub(crate) fn other(
        &self,
        cluster: &[char],
        script: Script,
        strong: bool,
        han: Han,
    ) -> Option<Arc<Face>> {
        let system = self.system()?;
        let mut opened = system.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let letter: String = cluster.iter().collect();
        let key = (letter, script.short_name(), strong, han);
        if let Some(known) = opened.chosen.get(&key) {
            return known.clone();
        }
        let found = system.search(&mut opened, cluster, script, strong, han);
        opened.chosen.insert(key, found.clone());
        found
    }

    /// The face of that name, if a layout made with these fonts could name it.
    pub(crate) fn by_name(&self, name: &FaceName) -> Option<Arc<Face>> {
        if let Some(house) = [&self.regular, &self.strong]
            .into_iter()
            .find(|f| f.name == *name)
        {
            return Some(house.clone());
        }
        let system = self.system()?;
        let mut opened = system.opened.lock().unwrap_or_else(PoisonError::into_inner);
        system.open(&mut opened, &name.0)
    }
}

impl fmt::Debug for Fonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = self.others.as_ref().and_then(|others| others.found.get());
        let faces = found.map_or(0, |system| system.database.len());
        f.debug_struct("Fonts")
            .field("other_faces", &faces)
            .finish()
    }
}

impl System {
    fn new(database: fontdb::Database) -> System {
        let mut infos: Vec<_> = database.faces().collect();
        infos.sort_by_key(|info| (path(&info.source), info.index));
        let mut names = BTreeMap::new();
        for info in infos {
            names
                .entry(info.post_script_name.clone())
                .or_insert(info.id);
        }
        System {
            database,
            names,
            opened: Mutex::default(),
        }
    }

    fn search(
        &self,
        opened: &mut Opened,
        cluster: &[char],
        script: Script,
        strong: bool,
        han: Han,
    ) -> Option<Arc<Face>> {
        let weight = if strong {
            fontdb::Weight(600)
        } else {
            fontdb::Weight::NORMAL
        };
        for family in fallback::families(script, han) {
            let query = fontdb::Query {
                families: &[fontdb::Family::Name(&family)],
                weight,
                ..fontdb::Query::default()
            };
            let info = self
                .database
                .query(&query)
                .and_then(|id| self.database.face(id));
            if let Some(face) = info.and_then(|info| self.open(opened, &info.post_script_name))
                && face.has_all(cluster)
            {
                return Some(face);
            }
        }
        self.any(opened, cluster, strong)
    }

    /// Every upright face of the system in a fixed order, until one fits.
    fn any(&self, opened: &mut Opened, cluster: &[char], strong: bool) -> Option<Arc<Face>> {
        let mut infos: Vec<_> = self
            .database
            .faces()
            .filter(|i| i.style == fontdb::Style::Normal)
            .collect();
        infos.sort_by_key(|i| {
            let serif = !i.post_script_name.contains("Sans");
            let distance = i.weight.0.abs_diff(if strong { 700 } else { 400 });
            (i.monospaced, serif, distance, &i.post_script_name)
        });
        let fitting = infos.into_iter().find(|info| {
            let has = |data: &[u8], index| fallback::covers(data, index, cluster);
            self.database.with_face_data(info.id, has).unwrap_or(false)
        })?;
        self.open(opened, &fitting.post_script_name)
    }

    fn open(&self, opened: &mut Opened, name: &str) -> Option<Arc<Face>> {
        if let Some(known) = opened.faces.get(name) {
            return known.clone();
        }
        let info = self
            .names
            .get(name)
            .and_then(|id| self.database.face(*id))?;
        let face = Self::read(opened, info)
            .and_then(|bytes| Face::new(name, bytes, info.index).map(Arc::new).ok());
        opened.faces.insert(name.to_owned(), face.clone());
        face
    }

    /// The bytes of a file, which for a collection are shared by many faces.
    fn read(opened: &mut Opened, info: &fontdb::FaceInfo) -> Option<FontBytes> {
        if let fontdb::Source::Binary(bytes) = &info.source {
            return Some(bytes.clone());
        }
        let path = path(&info.source);
        if let Some(known) = opened.files.get(&path) {
            return Some(known.clone());
        }
        let bytes: FontBytes = Arc::new(std::fs::read(&path).ok()?);
        opened.files.insert(path, bytes.clone());
        Some(bytes)
    }
}

fn path(source: &fontdb::Source) -> PathBuf {
    match source {
        fontdb::Source::File(path) | fontdb::Source::SharedFile(path, _) => path.clone(),
        fontdb::Source::Binary(_) => PathBuf::new(),
    }
}

impl Face {
    fn bundled(name: &str, bytes: &'static [u8]) -> Result<Face, Error> {
        Face::new(name, Arc::new(bytes), 0)
    }

    fn new(name: &str, bytes: FontBytes, index: u32) -> Result<Face, Error> {
        let unreadable = || Error::Font {
            name: name.to_owned(),
        };
        let font = Font::new(bytes.clone(), index).ok_or_else(unreadable)?;
        if font.units_per_em() == 0 {
            return Err(unreadable());
        }
        Ok(Face {
            name: FaceName(name.to_owned()),
            font,
            bytes,
            index,
        })
    }

    /// The glyph of a character, where the face has one.
    pub(crate) fn glyph(&self, c: char) -> Option<GlyphId> {
        self.font
            .charmap()
            .map_unicode(c)
            .filter(|id| id.to_u32() != 0)
    }

    pub(crate) fn has_all(&self, cluster: &[char]) -> bool {
        cluster.iter().all(|c| self.glyph(*c).is_some())
    }
}
