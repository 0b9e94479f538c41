//! The table: one row an attack, written to disk as it is made, so that only judging it costs memory later.

use std::path::{Path, PathBuf};

use lienthong::domain::ids::Micros;
use lienthong::signature::binding::BindingTable;
use lienthong::signature::revocation::Material;
use lienthong::signature::sign::Form;

use super::container_parts::Parts;
use super::pen;
use super::world::{VICTIM, World, bare_xml, document_xml};

/// What kind of file is attacked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// ASiC-E with XAdES.
    Asice,
    /// Bare edXML with an enveloped XAdES signature.
    Xades,
    /// Bare edXML with an enveloped plain XMLDSig signature.
    Plain,
}

pub struct Attack {
    pub family: &'static str,
    pub name: String,
    pub format: Format,
    /// The codes expected, and no others; the first is the attack's own.
    pub codes: Vec<String>,
    /// What it tries.
    pub tries: String,
    pub file: PathBuf,
    /// A report only remarks on it; intake refuses it.
    pub intake_only: bool,
    /// Whose is which certificate, where it is not [`World::table`].
    pub table: Option<BindingTable>,
    /// Agencies that were closed.
    pub closed: Vec<String>,
    /// The time of receipt, where it is not now.
    pub at: Option<Micros>,
    /// Revocation answers that the judge has at hand.
    pub given: Vec<Material>,
    /// All that is remarked beside the codes, where the row asks for that.
    pub remarks: Option<Vec<String>>,
}

/// Writes the attacks of one family.
pub struct Table<'w> {
    pub world: &'w World,
    family: &'static str,
    dir: &'w Path,
    pub rows: Vec<Attack>,
    /// Files made like the attacks, that have to pass.
    pub goods: Vec<Attack>,
    good: Parts,
}

impl<'w> Table<'w> {
    pub fn new(world: &'w World, dir: &'w Path) -> Self {
        let good = Parts::of(&world.asice(&world.seal, &document_xml(VICTIM), b"%PDF-1.7 attachment"));
        Self { world, family: "", dir, rows: Vec::new(), goods: Vec::new(), good }
    }

    pub fn family(&mut self, name: &'static str) {
        self.family = name;
    }

    /// The victim's container, taken apart.
    pub fn good(&self) -> Parts {
        self.good.clone()
    }

    /// The victim's bare file.
    pub fn signed(&self, form: Form) -> String {
        self.world.bare(&self.world.seal, form, &bare_xml(VICTIM))
    }

    /// The victim's bare XAdES file, changed, its mathematics made right with the victim's own key.
    pub fn xades(&mut self, name: &str, codes: &str, tries: &str, change: impl FnOnce(&str) -> String) -> &mut Attack {
        let changed = change(&self.signed(Form::XadesB));
        let sealed = pen::seal_bare(&changed, &self.world.seal.key);
        self.raw(Format::Xades, name, codes, tries, sealed)
    }

    /// The same for plain XMLDSig.
    pub fn plain(&mut self, name: &str, codes: &str, tries: &str, change: impl FnOnce(&str) -> String) -> &mut Attack {
        let changed = change(&self.signed(Form::Plain));
        let sealed = pen::seal_bare(&changed, &self.world.seal.key);
        self.raw(Format::Plain, name, codes, tries, sealed)
    }

    /// The victim's bare XAdES file, changed after it was signed: where the change does not touch the canonical form,
    /// or where nothing can be made right.
    pub fn after(&mut self, name: &str, codes: &str, tries: &str, change: impl FnOnce(&str) -> String) -> &mut Attack {
        let signed = self.signed(Form::XadesB);
        let changed = change(&signed);
        assert_ne!(changed, signed, "{name} changes nothing");
        self.raw(Format::Xades, name, codes, tries, changed)
    }

    /// The victim's container, changed, its mathematics made right with the victim's own key.
    pub fn asice(&mut self, name: &str, codes: &str, tries: &str, change: impl FnOnce(&mut Parts)) -> &mut Attack {
        let mut parts = self.good();
        change(&mut parts);
        parts.seal(&self.world.seal.key);
        self.raw(Format::Asice, name, codes, tries, parts.build())
    }

    /// The victim's container, changed after it was signed.
    pub fn tampered(&mut self, name: &str, codes: &str, tries: &str, change: impl FnOnce(&mut Parts)) -> &mut Attack {
        let mut parts = self.good();
        change(&mut parts);
        self.raw(Format::Asice, name, codes, tries, parts.build())
    }

    /// A file as it is.
    pub fn raw(
        &mut self,
        format: Format,
        name: &str,
        codes: &str,
        tries: &str,
        bytes: impl AsRef<[u8]>,
    ) -> &mut Attack {
        let known = self.rows.iter().any(|row| row.name == name && row.format == format);
        assert!(!known, "two attacks are named {name} ({})", format.name());
        let file = self.dir.join(format!("{:03}", self.rows.len()));
        std::fs::write(&file, bytes).unwrap();
        let attack = Attack {
            family: self.family,
            codes: codes.split(' ').map(str::to_owned).collect(),
            tries: tries.to_owned(),
            ..Attack::of(format, name, file)
        };
        self.rows.push(attack);
        self.rows.last_mut().unwrap()
    }

    /// A file that has to pass.
    pub fn good_file(&mut self, format: Format, name: &str, bytes: impl AsRef<[u8]>) -> &mut Attack {
        let file = self.dir.join(format!("good-{}", self.goods.len()));
        std::fs::write(&file, bytes).unwrap();
        self.goods.push(Attack::of(format, name, file));
        self.goods.last_mut().unwrap()
    }
}

impl Format {
    pub fn name(self) -> &'static str {
        match self {
            Self::Asice => "ASiC-E",
            Self::Xades => "XAdES",
            Self::Plain => "XMLDSig",
        }
    }
}

impl Attack {
    /// A file as intake judges it, nothing expected yet.
    pub fn of(format: Format, name: &str, file: PathBuf) -> Self {
        Self {
            family: "",
            name: name.to_owned(),
            format,
            codes: Vec::new(),
            tries: String::new(),
            file,
            intake_only: false,
            table: None,
            closed: Vec::new(),
            at: None,
            given: Vec::new(),
            remarks: None,
        }
    }

    /// Received at another time.
    pub fn at(&mut self, at: Micros) {
        self.at = Some(at);
    }

    /// A report only remarks on it.
    pub fn intake_only(&mut self) {
        self.intake_only = true;
    }

    /// A report that asks for no agency finds nothing wrong: the signature is good, only of somebody else.
    pub fn passes_without_agencies(&mut self) {
        self.intake_only = true;
    }
}
