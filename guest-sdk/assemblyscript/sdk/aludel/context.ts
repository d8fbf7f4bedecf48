// About the run that the migration is part of.

import {
  Phase, TupleOfStringString, contextArgument, contextArguments, contextCurrentPhase, contextOffline, contextRevision,
  contextSection, contextTag, nameOfPhase,
} from "./bindings";
import { toUint8Array } from "./value";

/** The name and the value of one `-x name=value`. */
export class Argument {
  constructor(readonly name: string, readonly value: string) {}
}

export namespace context {
  /** The revision being applied. */
  export function revision(): string {
    return contextRevision();
  }

  /** Whether this is an upgrade, a downgrade or a verification. */
  export function phase(): Phase {
    return contextCurrentPhase();
  }

  /** The phase as a word: `upgrade`, `downgrade`, `verify`. */
  export function phaseName(): string {
    return nameOfPhase(contextCurrentPhase());
  }

  /** Whether SQL is only written out, so that queries have no answer. */
  export function offline(): bool {
    return contextOffline();
  }

  /** The value of `-x name=value`, if it was given. */
  export function argument(name: string): string | null {
    return contextArgument(name);
  }

  /** All of `-x name=value`, in the order of the command line. */
  export function args(): Array<Argument> {
    return contextArguments().map<Argument>((pair: TupleOfStringString) => new Argument(pair.item0, pair.item1));
  }

  /** The tag given with `--tag`. */
  export function tag(): string | null {
    return contextTag();
  }

  /** The content of this component's own custom section `aludel:NAME`: data that travels beside the code. */
  export function section(name: string): Uint8Array | null {
    const content = contextSection(name);
    return content === null ? null : toUint8Array(content);
  }
}
