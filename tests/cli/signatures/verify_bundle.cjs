// verify_bundle.cjs PACKAGES BUNDLE KEY: Sigstore's own verifier says whether the key signed the bundle, and prints what it states.
const { createRequire } = require("node:module");
const { createPublicKey } = require("node:crypto");
const { readFileSync } = require("node:fs");

const [packages, bundleFile, keyFile] = process.argv.slice(2);
const load = createRequire(packages + "/");
const { bundleFromJSON } = load("@sigstore/bundle");
const { Verifier, toSignedEntity, toTrustMaterial } = load("@sigstore/verify");

const bundle = bundleFromJSON(JSON.parse(readFileSync(bundleFile, "utf8")));
const publicKey = createPublicKey(readFileSync(keyFile));
const root = { mediaType: "", tlogs: [], certificateAuthorities: [], ctlogs: [], timestampAuthorities: [] };
const trusted = toTrustMaterial(root, () => ({ publicKey, validFor: () => true }));
const nothingElse = { ctlogThreshold: 0, tlogThreshold: 0, timestampThreshold: 0 };
new Verifier(trusted, nothingElse).verify(toSignedEntity(bundle));
process.stdout.write(bundle.content.dsseEnvelope.payload.toString());
