//! Packages: made of components, written, and read by somebody who trusts nothing.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::Arc;

use aludel_grants::Patterns;
use aludel_project::component::append_section;
use aludel_project::package::config::CONFIG_TYPE;
use aludel_project::package::{
    ComponentShape, ContentDigest, Descriptor, Draft, DraftComponent, ImageManifest, Package, PackageError,
    PackageLimits, Referrer, folder, layout, tar,
};
use aludel_project::{Digest, Header, ManifestEntry, manifest};
use proptest::prelude::*;

/// A component that holds nothing but what it says of a revision.
fn component(revision: &str, parents: &[&str]) -> Arc<[u8]> {
    let header = Header {
        down_revision: parents.iter().map(|parent| (*parent).to_owned()).collect(),
        message: format!("add {revision}"),
        ..Header::new(revision)
    };
    let entry = ManifestEntry {
        header,
        source_digest: Digest::of(revision.as_bytes()),
        language: "sql".to_owned(),
        wit: "0.1.0".to_owned(),
    };
    let mut component = b"\0asm\x0d\0\x01\0".to_vec();
    append_section(&mut component, manifest::SECTION_NAME, &manifest::to_json(&[entry]));
    component.into()
}

fn drafted(revision: &str, parents: &[&str]) -> DraftComponent {
    let shape = ComponentShape {
        exports: vec!["aludel:migration/revision@0.1.0".to_owned()],
        imports: vec!["aludel:sql/database@0.1.0".to_owned()],
        target: None,
    };
    DraftComponent { revision: revision.to_owned(), component: component(revision, parents), shape }
}

fn draft(revisions: Vec<DraftComponent>) -> Draft {
    Draft {
        name: "acme/audit".parse().expect("it is a name"),
        version: "1.2.0".parse().expect("it is a version"),
        label: "audit".parse().expect("it is a label"),
        tables: Patterns::parse(["audit_*"]).expect("it is a pattern"),
        depends_on: vec!["accounts".to_owned()],
        remarks: BTreeMap::from([("licenses", "MIT".to_owned())]),
        created: None,
        revisions,
        interpreters: vec![b"\0asm\x0d\0\x01\0python".as_slice().into()],
    }
}

fn line() -> Vec<DraftComponent> {
    vec![drafted("a1", &[]), drafted("c3", &["a1"]), drafted("b2", &["a1"]), drafted("d4", &["b2", "c3"])]
}

fn package() -> Package {
    Package::assemble(&draft(line())).expect("the line is whole")
}

/// The bytes of a tar of these files.
fn packed(package: &Package) -> Vec<u8> {
    let mut bytes = Vec::new();
    tar::write(package, &mut bytes).expect("memory takes it");
    bytes
}

fn unpacked(bytes: &[u8]) -> Result<Package, PackageError> {
    tar::read(bytes, None, &PackageLimits::default())
}

#[test]
fn the_same_components_in_any_order_are_the_same_bytes() {
    let mut other = line();
    other.reverse();
    let other = Package::assemble(&draft(other)).expect("the line is whole");
    assert_eq!(packed(&package()), packed(&other));
    let order: Vec<&str> = other.about().revisions.iter().map(|revision| revision.id.as_str()).collect();
    assert_eq!(order, ["a1", "b2", "c3", "d4"]);
}

#[test]
fn the_documents_are_those_that_other_tools_read() {
    let package = package();
    let config: serde_json::Value = serde_json::from_slice(&package.config_bytes).expect("it is JSON");
    let layers: Vec<String> = package.manifest.layers.iter().map(|layer| layer.digest.to_string()).collect();
    assert_eq!((&config["architecture"], &config["os"]), (&"wasm".into(), &"wasip2".into()));
    assert_eq!(config["layerDigests"], serde_json::json!(layers));
    assert_eq!(config["component"]["imports"], serde_json::json!(["aludel:sql/database@0.1.0"]));
    assert_eq!(config["created"], serde_json::Value::Null);
    assert_eq!(config["aludel"]["tables"], serde_json::json!(["audit_*"]));
    assert_eq!(package.manifest.layers.len(), 5, "four components and an interpreter");
    let annotations: Vec<_> =
        package.manifest.annotations.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let prefix = "org.opencontainers.image";
    let expected = ["licenses=MIT", "title=acme/audit", "version=1.2.0"].map(|own| format!("{prefix}.{own}"));
    assert_eq!(annotations, expected);
}

#[test]
fn a_tar_and_a_folder_hold_the_same_package() {
    let mut package = package();
    package.referrers.push(referrer(package.manifest_digest));
    assert_eq!(unpacked(&packed(&package)).as_ref(), Ok(&package));
    let place = tempfile::tempdir().expect("a temporary folder can be made");
    for (name, bytes) in layout::render(&package) {
        let path = place.path().join(name);
        std::fs::create_dir_all(path.parent().expect("it is in the folder")).expect("the folder is writable");
        std::fs::write(path, bytes).expect("the folder is writable");
    }
    let limits = PackageLimits::default();
    assert_eq!(folder::read(place.path(), None, &limits).as_ref(), Ok(&package));
    let by_tag = folder::read(place.path(), Some("1.2.0"), &limits);
    assert_eq!(by_tag.as_ref(), Ok(&package));
    let digest = package.manifest_digest.to_string();
    assert_eq!(folder::read(place.path(), Some(&digest), &limits).as_ref(), Ok(&package));
    let missing = folder::read(place.path(), Some("2.0.0"), &limits).expect_err("there is one version");
    assert_eq!(missing.to_string(), "the package lacks the version `2.0.0`");
}

/// Something like a signature.
fn referrer(package: ContentDigest) -> Referrer {
    let config: Arc<[u8]> = b"{}".as_slice().into();
    let payload: Arc<[u8]> = b"signed".as_slice().into();
    let manifest = ImageManifest {
        schema_version: 2,
        media_type: Some("application/vnd.oci.image.manifest.v1+json".to_owned()),
        artifact_type: Some("application/x-signature".to_owned()),
        config: Descriptor::of("application/vnd.oci.empty.v1+json", &config),
        layers: vec![Descriptor::of("application/vnd.dev.cosign.simplesigning.v1+json", &payload)],
        subject: None,
        annotations: BTreeMap::new(),
    };
    let manifest_bytes = manifest.to_json();
    Referrer {
        manifest_digest: ContentDigest::of(&manifest_bytes),
        manifest_bytes,
        manifest,
        tag: Some(format!("{}.sig", package.dashed())),
        blobs: [config, payload].into_iter().map(|blob| (ContentDigest::of(&blob), blob)).collect(),
    }
}

#[test]
fn two_packages_in_one_layout_have_to_be_told_apart() {
    let one = package();
    let mut other = draft(line());
    other.version = "1.3.0".parse().expect("it is a version");
    let other = Package::assemble(&other).expect("the line is whole");
    let mut files = layout::render(&one);
    let both = serde_json::json!({ "schemaVersion": 2, "manifests": [index_entry(&one), index_entry(&other)] });
    files.extend(layout::render(&other));
    files.insert("index.json".to_owned(), serde_json::to_vec(&both).expect("it is JSON").into());
    let bytes = tar_of(&files.into_iter().map(|(name, bytes)| (name, bytes.to_vec())).collect::<Vec<_>>());
    let error = unpacked(&bytes).expect_err("nobody said which");
    assert_eq!(error.to_string(), "it holds several packages: 1.2.0, 1.3.0");
    assert_eq!(tar::read(&bytes[..], Some("1.3.0"), &PackageLimits::default()).as_ref(), Ok(&other));
}

fn index_entry(package: &Package) -> serde_json::Value {
    serde_json::json!({
        "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "digest": package.manifest_digest,
        "size": package.manifest_bytes.len(),
        "annotations": { "org.opencontainers.image.ref.name": package.about().version },
    })
}

#[test]
fn what_does_not_make_a_package_is_refused() {
    let problem = |revisions| Package::assemble(&draft(revisions)).expect_err("something is wrong").to_string();
    assert_eq!(problem(Vec::new()), "the package holds no revision");
    assert_eq!(
        problem(vec![drafted("b2", &["a1"])]),
        "the revision `b2` of the package stands on `a1`, which is not in it"
    );
    assert_eq!(problem(vec![drafted("a1", &[]), drafted("a1", &[])]), "the package names the revision `a1` twice");
    let circle = vec![drafted("a1", &["b2"]), drafted("b2", &["a1"])];
    assert_eq!(problem(circle), "the revision `a1` of the package comes before its parent `b2`");
    let other = DraftComponent { revision: "z9".to_owned(), ..drafted("a1", &[]) };
    assert_eq!(
        problem(vec![other]),
        "the component of the revision `z9` differs from what the package says of it: it does not hold it"
    );
}

/// A package whose documents were written anew after a change, so that every digest is right again.
fn forged(change: impl FnOnce(&mut serde_json::Value)) -> Result<Package, PackageError> {
    let package = package();
    let mut config: serde_json::Value = serde_json::from_slice(&package.config_bytes).expect("it is JSON");
    change(&mut config["aludel"]);
    let config = serde_json::to_vec(&config).expect("it is JSON");
    let manifest = ImageManifest { config: Descriptor::of(CONFIG_TYPE, &config), ..package.manifest.clone() };
    Package::read(manifest.to_json(), config, package.layers.clone(), &PackageLimits::default())
}

#[test]
fn a_package_says_what_its_components_say() {
    let digest = |text: &str| ContentDigest::of(text.as_bytes()).to_string();
    let problem = |change: &dyn Fn(&mut serde_json::Value)| forged(change).expect_err("it was forged").to_string();
    assert!(forged(|_| ()).is_ok());
    assert_eq!(
        problem(&|about| about["revisions"][3]["parents"] = serde_json::json!(["c3"])),
        "the component of the revision `d4` differs from what the package says of it: its parents"
    );
    assert_eq!(
        problem(&|about| about["revisions"][1]["depends_on"] = serde_json::json!(["accounts"])),
        "the component of the revision `b2` differs from what the package says of it: what it depends on"
    );
    assert_eq!(
        problem(&|about| about["revisions"][0]["needs"] = serde_json::json!({ "raw_sql": true })),
        "the component of the revision `a1` differs from what the package says of it: what it needs"
    );
    assert_eq!(
        problem(&|about| about["revisions"][0]["component"] = about["revisions"][1]["component"].clone()),
        format!("the package has a layer that nothing in it names: {}", ContentDigest::of(&component("a1", &[])))
    );
    assert_eq!(
        problem(&|about| about["interpreters"] = serde_json::json!([digest("another")])),
        format!("the package lacks the layer {}", digest("another"))
    );
}

#[test]
fn every_part_must_have_its_digest() {
    let package = package();
    let read = |layers| {
        Package::read(package.manifest_bytes.clone(), package.config_bytes.clone(), layers, &PackageLimits::default())
    };
    let digest = package.about().revisions[0].component;
    let mut tampered = package.layers.clone();
    let mut bytes = tampered[&digest].to_vec();
    *bytes.last_mut().expect("it is not empty") ^= 1;
    tampered.insert(digest, bytes.clone().into());
    let expected = format!(
        "the layer {digest} is not what was asked for: its digest is {}, and not {digest}",
        ContentDigest::of(&bytes)
    );
    assert_eq!(read(tampered.clone()).expect_err("a bit is wrong").to_string(), expected);
    bytes.pop();
    tampered.insert(digest, bytes.into());
    let cut_off = read(tampered.clone()).expect_err("a byte is missing");
    assert_eq!(cut_off.code(), "package_size_differs");
    tampered.remove(&digest);
    assert_eq!(read(tampered).expect_err("it is not there").code(), "package_incomplete");
}

/// A tar with these files and nothing else about them.
fn tar_of(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut builder = ::tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = ::tar::Header::new_ustar();
        // `set_path` refuses what is tested here.
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_cksum();
        builder.append(&header, &bytes[..]).expect("memory takes it");
    }
    builder.into_inner().expect("memory takes it")
}

#[test]
fn a_tar_that_leads_elsewhere_is_refused() {
    let whole: Vec<_> = layout::render(&package()).into_iter().map(|(name, bytes)| (name, bytes.to_vec())).collect();
    for path in ["../evil", "/etc/passwd", "blobs/../../evil", "a\\..\\b", "C:evil"] {
        let mut files = whole.clone();
        files.push((path.to_owned(), b"evil".to_vec()));
        let error = unpacked(&tar_of(&files)).expect_err("the path leads out");
        assert_eq!(error, PackageError::UnsafePath { path: path.to_owned() });
    }
    let mut twice = whole.clone();
    twice.push(("./index.json".to_owned(), b"{}".to_vec()));
    assert_eq!(unpacked(&tar_of(&twice)), Err(PackageError::DoublePath { path: "index.json".to_owned() }));
    let mut other = whole;
    other.push(("manifest.json".to_owned(), b"[]".to_vec()));
    assert_eq!(unpacked(&tar_of(&other)).as_ref(), Ok(&package()), "what it does not need is passed over");
}

#[test]
fn a_tar_holds_files_alone() {
    let kinds = [
        (::tar::EntryType::Symlink, "the link"),
        (::tar::EntryType::Link, "the link"),
        (::tar::EntryType::Char, "the device"),
        (::tar::EntryType::Block, "the device"),
        (::tar::EntryType::Fifo, "the pipe"),
    ];
    for (entry_type, kind) in kinds {
        let mut builder = ::tar::Builder::new(Vec::new());
        let mut header = ::tar::Header::new_gnu();
        header.set_path("index.json").expect("the path is short");
        header.set_entry_type(entry_type);
        header.set_link_name("/etc/passwd").expect("the path is short");
        header.set_size(0);
        header.set_cksum();
        builder.append(&header, &b""[..]).expect("memory takes it");
        let bytes = builder.into_inner().expect("memory takes it");
        assert_eq!(unpacked(&bytes), Err(PackageError::NoFile { path: "index.json".to_owned(), kind }));
    }
}

#[test]
fn a_tar_is_read_within_its_limits() {
    let limits = PackageLimits { layer_bytes: 1000, config_bytes: 1000, entries: 8, ..PackageLimits::default() };
    let claims = {
        let mut header = ::tar::Header::new_ustar();
        header.set_path("blobs/sha256/0").expect("the path is short");
        header.set_size(10 << 30);
        header.set_cksum();
        header.as_bytes().to_vec()
    };
    let error = tar::read(&claims[..], None, &limits).expect_err("it claims 10 GB");
    assert_eq!(error.to_string(), "blobs/sha256/0 has 10737418240 bytes, and at most 1000 are read");
    let many: Vec<_> = (0..9).map(|number| (format!("file{number}"), Vec::new())).collect();
    let error = tar::read(&tar_of(&many)[..], None, &limits).expect_err("they are too many");
    assert_eq!(error, PackageError::TooMany { what: "files", found: 9, allowed: 8 });
}

#[test]
fn what_is_no_tar_says_so() {
    let bytes = packed(&package());
    let half = unpacked(&bytes[..bytes.len() / 2]).expect_err("half of it is missing");
    assert!(["tar_unreadable", "package_incomplete", "package_size_differs"].contains(&half.code()), "{half}");
    assert_eq!(unpacked(b"").expect_err("there is nothing").to_string(), "the package lacks the file oci-layout");
    assert_eq!(unpacked(b"<html>404</html>").expect_err("it is a web page").code(), "tar_unreadable");
    let zipped = unpacked(b"\x1f\x8b\x08\0").expect_err("it is compressed");
    assert_eq!(zipped.to_string(), "the tar is compressed with gzip");
    let place = tempfile::tempdir().expect("a temporary folder can be made");
    let path = place.path().join("audit.tar");
    let missing = tar::read_file(&path, None, &PackageLimits::default()).expect_err("there is no file");
    assert_eq!(missing.code(), "package_unreadable");
    std::fs::File::create(&path).and_then(|mut file| file.write_all(&bytes)).expect("the folder is writable");
    assert_eq!(tar::read_file(&path, None, &PackageLimits::default()).as_ref(), Ok(&package()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_changed_tar_is_refused_or_says_the_same(place in any::<prop::sample::Index>(), bit in 0..8_u8) {
        let package = package();
        let mut bytes = packed(&package);
        let place = place.index(bytes.len());
        bytes[place] ^= 1 << bit;
        if let Ok(read) = unpacked(&bytes) {
            // The tag is not covered by a digest, and the name of a file is the digest itself.
            prop_assert_eq!(read.manifest_digest, package.manifest_digest);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in any::<Vec<u8>>()) {
        let _ = unpacked(&bytes);
        let _ = ImageManifest::read(&bytes);
    }
}
