// Why a statement failed, or a migration gives up.

import {
  DatabaseError, ErrorKind, Failure, FailureDatabase, FailureIrreversible, FailureOther, FailurePrecondition,
  nameOfErrorKind,
} from "./bindings";
import { Answer } from "./canonical";
import { raise } from "./unwind";

/** Why a function that was attempted gave up. */
export class MigrationError {
  constructor(private failure: Failure) {}

  /** What the database, or the host in its place, answered; null when the migration itself gave up. */
  get database(): DatabaseError | null {
    return this.failure.tag == 0 ? changetype<FailureDatabase>(this.failure).value : null;
  }

  /** The kind of a database error as the interfaces spell it, `constraint-violation`; else `migration`. */
  get kindName(): string {
    const database = this.database;
    return database === null ? "migration" : nameOfErrorKind(database.kind);
  }

  /** The text, without what stands around it. */
  get message(): string {
    const database = this.database;
    if (database !== null) return database.message;
    return changetype<FailureOther>(this.failure).value;
  }

  /** Gives up again, with the same error. */
  raise(): void {
    raise(this.failure);
  }
}

/** Whatever else the server said, by name: `detail`, `hint`, `table`, `column`, `constraint`, `position`. */
export function extra(error: DatabaseError, name: string): string | null {
  for (let i = 0; i < error.extras.length; i++) {
    if (error.extras[i].item0 == name) return error.extras[i].item1;
  }
  return null;
}

/** Ends the step: there is no way back from this revision. */
export function irreversible(message: string): void {
  raise(new FailureIrreversible(message));
}

/** Ends the step: the data is not as the migration needs it. */
export function precondition(message: string): void {
  raise(new FailurePrecondition(message));
}

/** Ends the step for any other reason. */
export function fail(message: string): void {
  raise(new FailureOther(message));
}

/** Gives up because a value is not what was asked for. */
export function conversion(message: string): void {
  raise(new FailureDatabase(new DatabaseError(ErrorKind.Conversion, message)));
}

/** The value of an answer of the host; its error ends the step, unless the function is attempted. */
export function check<T>(answer: Answer<T, DatabaseError>): T {
  const error = answer.error;
  if (error !== null) raise(new FailureDatabase(error));
  return answer.value;
}
