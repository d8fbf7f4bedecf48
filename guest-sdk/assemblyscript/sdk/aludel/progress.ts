// Progress bars.

import { taskAdvance, taskDrop, taskNew, taskSetTotal } from "./bindings";
import { Some } from "./canonical";

/**
 * A unit of work with a bar; `total` is the number of units, -1 where it is not known.
 *
 *     const bar = new Task("splitting addresses", 1_000);
 *     bar.advance(100);
 *     bar.end();
 */
export class Task {
  private handle: u32;

  constructor(label: string, total: i64 = -1) {
    this.handle = taskNew(label, total < 0 ? null : new Some<u64>(<u64>total));
  }

  /** Moves the bar on by so many units. */
  advance(units: u64): void {
    taskAdvance(this.handle, units);
  }

  /** Tells the number of units once it is known. */
  setTotal(total: u64): void {
    taskSetTotal(this.handle, total);
  }

  /** Closes the bar. */
  end(): void {
    taskDrop(this.handle);
  }
}
