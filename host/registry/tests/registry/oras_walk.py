"""Fetches an artefact into a folder, or sends one from there, with the client `oras`.

    oras_walk.py pull REFERENCE FOLDER
    oras_walk.py push REFERENCE FOLDER     config.json there, and the layers that it names
"""

import hashlib
import json
import pathlib
import sys

import oras.client

CONFIG_TYPE = "application/vnd.wasm.config.v0+json"
LAYER_TYPE = "application/wasm"

verb, reference, folder = sys.argv[1:]
folder = pathlib.Path(folder)
client = oras.client.OrasClient(insecure=True)
if verb == "pull":
    client.pull(target=reference, outdir=str(folder))
    config = client.get_manifest(reference)["config"]
    assert config["mediaType"] == CONFIG_TYPE, config
    client.download_blob(reference, config["digest"], str(folder / "config.json"))
else:
    # The config names the layers in their order.
    by_digest = {f"sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}": file for file in folder.iterdir()}
    digests = json.loads((folder / "config.json").read_text())["layerDigests"]
    client.push(
        target=reference,
        files=[f"{by_digest[digest]}:{LAYER_TYPE}" for digest in digests],
        manifest_config=f"{folder / 'config.json'}:{CONFIG_TYPE}",
        disable_path_validation=True,
    )
