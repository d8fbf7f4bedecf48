// Lines that the person at the terminal sees.

import { progressLog, progressLogWith } from "aludel:native";

/** Writes one line; fields are shown by their names in structured output. */
function write(level, message, fields) {
  if (fields === undefined) progressLog(level, String(message));
  else progressLogWith(level, String(message), Object.entries(fields).map(([name, value]) => [name, String(value)]));
}

export const log = Object.freeze({
  trace: (message, fields) => write("trace", message, fields),
  debug: (message, fields) => write("debug", message, fields),
  info: (message, fields) => write("info", message, fields),
  warn: (message, fields) => write("warn", message, fields),
  error: (message, fields) => write("error", message, fields),
});
