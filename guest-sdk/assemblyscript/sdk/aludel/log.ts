// Lines that the person at the terminal sees.

import { Level, TupleOfStringString, progressLog, progressLogWith } from "./bindings";

/** A name and a value that structured output shows beside a line. */
export class Field extends TupleOfStringString {
  constructor(name: string, value: string) {
    super(name, value);
  }
}

export namespace log {
  /** A line that matters only when the migration itself is looked into. */
  export function trace(message: string): void {
    progressLog(Level.Trace, message);
  }

  /** A line for `-v`. */
  export function debug(message: string): void {
    progressLog(Level.Debug, message);
  }

  /** A line. */
  export function info(message: string): void {
    progressLog(Level.Info, message);
  }

  /** A warning. */
  export function warn(message: string): void {
    progressLog(Level.Warn, message);
  }

  /** An error that does not end the migration. */
  export function error(message: string): void {
    progressLog(Level.Error, message);
  }

  /** A line with fields: `log.withFields(Level.Info, "no address", [new Field("count", "17")])`. */
  export function withFields(level: Level, message: string, fields: Array<Field>): void {
    progressLogWith(level, message, changetype<Array<TupleOfStringString>>(fields));
  }
}
