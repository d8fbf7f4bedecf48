// What the interpreter itself imports, before any line of a script runs.

import { databaseError, describe } from "aludel:errors";
import { Database } from "aludel:database";
import { decode, encode } from "aludel:encoding";
import { setHooks } from "aludel:native";
import { install } from "aludel:environment";

/** Makes the object that `upgrade`, `downgrade` and `verify` get. */
export function prepare(handle) {
  setHooks({ encode, decode, databaseError, describe });
  install();
  return new Database(handle);
}
