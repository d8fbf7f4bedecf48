// Points to return to within the transaction of a step.

import { savepointRelease, savepointRollback } from "./bindings";
import { check } from "./errors";

/** An open savepoint. It ends with `release` or `rollback`; at the end of a failed step it is undone with the rest. */
export class Savepoint {
  constructor(private handle: u32) {}

  /** Keeps what was done since. */
  release(): void {
    check(savepointRelease(this.handle));
  }

  /** Undoes what was done since. */
  rollback(): void {
    check(savepointRollback(this.handle));
  }
}
