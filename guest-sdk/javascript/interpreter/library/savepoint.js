// Points to return to within the transaction of a step.

import * as native from "aludel:native";

export class Savepoint {
  #handle;

  constructor(handle) {
    this.#handle = handle;
  }

  release() {
    native.savepointRelease(this.#handle);
  }

  rollback() {
    native.savepointRollback(this.#handle);
  }

  /** Undoes what was done since, unless it was released. */
  discard() {
    native.close(this.#handle);
  }
}

if (Symbol.dispose) Savepoint.prototype[Symbol.dispose] = Savepoint.prototype.discard;
