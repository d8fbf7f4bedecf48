// Where the lines of a bundled package come from.

import { moduleOrigins } from "aludel:native";

/**
 * `node_modules/slug/index.js:12` for a line of the bundle of `slug`; of any other module its own name and line.
 *
 * The runs of lines are numbers by threes: the first line of the bundle, the number of the file, the line of the file.
 */
export function originOf(module, line) {
  const { files, runs } = moduleOrigins()?.[module] ?? { files: [], runs: [] };
  let place = `${module}:${line}`;
  for (let at = 0; at < runs.length && runs[at] <= line; at += 3) {
    place = `${files[runs[at + 1]]}:${runs[at + 2] + line - runs[at]}`;
  }
  return place;
}
