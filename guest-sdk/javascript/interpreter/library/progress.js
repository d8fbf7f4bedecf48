// Progress bars.

import * as native from "aludel:native";

class Task {
  #handle;

  constructor(label, total) {
    this.#handle = native.taskNew(label, total);
  }

  advance(units = 1) {
    native.taskAdvance(this.#handle, units);
  }

  setTotal(total) {
    native.taskSetTotal(this.#handle, total);
  }

  end() {
    native.close(this.#handle);
  }
}

if (Symbol.dispose) Task.prototype[Symbol.dispose] = Task.prototype.end;

export const progress = Object.freeze({
  task: (label, total) => new Task(label, total),
});
