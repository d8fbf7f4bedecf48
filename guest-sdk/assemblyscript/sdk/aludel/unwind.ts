// Giving up in the midst of calls. The language has no exceptions, so the compiler's pass `asyncify` makes every function
// that may give up return at once; `transform.mjs` runs it.

import { StackDescriptor, start_unwind, stop_unwind } from "bindings/asyncify";
import { Database } from "./database";
import { Failure } from "./bindings";

/** What the functions under way leave behind when they return, which nobody looks at. */
const LEFT_BEHIND_MAX: usize = 1 << 18;

const stack = new StackDescriptor();
let area: usize = 0;
let raised: Failure | null = null;

/** Leaves all functions under way, up to `attempt` or the end of the step. */
export function raise(failure: Failure): void {
  raised = failure;
  area = heap.alloc(LEFT_BEHIND_MAX);
  stack.stackStart = area;
  stack.stackEnd = area + LEFT_BEHIND_MAX;
  start_unwind(stack);
}

/** Runs a function; gives what it was left with, or null if it ended by itself. */
export function attempt(work: (db: Database) => void, db: Database): Failure | null {
  // @ts-ignore: the compiler's stack of references, which functions that are left do not take down.
  const references = __stack_pointer;
  work(db);
  const failure = raised;
  if (failure !== null) {
    stop_unwind();
    // @ts-ignore: as above.
    __stack_pointer = references;
    raised = null;
    release();
  }
  return failure;
}

function release(): void {
  heap.free(area);
}
