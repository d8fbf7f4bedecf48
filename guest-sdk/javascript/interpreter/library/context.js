// About the run that the migration is part of.

import * as native from "aludel:native";

export const context = Object.freeze({
  get revision() {
    return native.contextRevision();
  },
  get phase() {
    return native.contextCurrentPhase();
  },
  get offline() {
    return native.contextOffline();
  },
  get tag() {
    return native.contextTag() ?? undefined;
  },
  get arguments() {
    return native.contextArguments();
  },
  argument(name) {
    return native.contextArgument(name) ?? undefined;
  },
  section(name) {
    return native.contextSection(name) ?? undefined;
  },
});
