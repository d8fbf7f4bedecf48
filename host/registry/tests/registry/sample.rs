//! A package to send around.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use aludel_grants::Patterns;
use aludel_project::component::append_section;
use aludel_project::package::{
    ComponentShape, ContentDigest, Descriptor, Draft, DraftComponent, ImageManifest, Package, Referrer,
};
use aludel_project::{Digest, Header, ManifestEntry, manifest};
use aludel_registry::{ClientOptions, Patience};

fn drafted(revision: &str, parents: &[&str]) -> DraftComponent {
    let header = Header {
        down_revision: parents.iter().map(|parent| (*parent).to_owned()).collect(),
        message: format!("add {revision}"),
        ..Header::new(revision)
    };
    let source_digest = Digest::of(revision.as_bytes());
    let entry = ManifestEntry { header, source_digest, language: "sql".to_owned(), wit: "0.1.0".to_owned() };
    let mut component = b"\0asm\x0d\0\x01\0".to_vec();
    append_section(&mut component, manifest::SECTION_NAME, &manifest::to_json(&[entry]));
    DraftComponent { revision: revision.to_owned(), component: component.into(), shape: ComponentShape::default() }
}

/// `acme/audit` of that version, with two revisions.
pub(crate) fn package(version: &str) -> Package {
    let draft = Draft {
        name: "acme/audit".parse().expect("it is a name"),
        version: version.parse().expect("it is a version"),
        label: "audit".parse().expect("it is a label"),
        tables: Patterns::parse(["audit_*"]).expect("it is a pattern"),
        depends_on: Vec::new(),
        remarks: BTreeMap::new(),
        created: None,
        revisions: vec![drafted("a1", &[]), drafted("b2", &["a1"])],
        interpreters: Vec::new(),
    };
    Package::assemble(&draft).expect("the line is whole")
}

/// Something like a signature of a package: under a tag, or a referrer by its subject.
pub(crate) fn referrer(package: &Package, tag: Option<String>) -> Referrer {
    let config: Arc<[u8]> = b"{}".as_slice().into();
    let payload: Arc<[u8]> = b"signed".as_slice().into();
    let subject = Descriptor::of("application/vnd.oci.image.manifest.v1+json", &package.manifest_bytes);
    let manifest = ImageManifest {
        schema_version: 2,
        media_type: Some("application/vnd.oci.image.manifest.v1+json".to_owned()),
        artifact_type: Some("application/x-signature".to_owned()),
        config: Descriptor::of("application/vnd.oci.empty.v1+json", &config),
        layers: vec![Descriptor::of("application/vnd.dev.cosign.simplesigning.v1+json", &payload)],
        subject: tag.is_none().then_some(subject),
        annotations: BTreeMap::new(),
    };
    let manifest_bytes = manifest.to_json();
    Referrer {
        manifest_digest: ContentDigest::of(&manifest_bytes),
        manifest_bytes,
        manifest,
        tag,
        blobs: [config, payload].into_iter().map(|blob| (ContentDigest::of(&blob), blob)).collect(),
    }
}

/// Waits for nothing for long.
pub(crate) fn impatient() -> ClientOptions {
    let patience = Patience {
        connect: Duration::from_secs(2),
        silence: Duration::from_millis(300),
        document: Duration::from_secs(3),
        layer: Duration::from_secs(3),
        attempts: 2,
        pause: Duration::ZERO,
    };
    ClientOptions { patience, ..ClientOptions::default() }
}
