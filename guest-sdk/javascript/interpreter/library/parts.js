// The parts of indexes and keys.

const plain = { descending: false, nulls: null, collation: null, operatorClass: null, prefixLength: null };

/** One part of an index or key, to say more of it than its name. */
class IndexPart {
  /** The record of the interface. Its fields are not those of the part, whose methods have the same names. */
  definition;

  constructor(definition) {
    this.definition = definition;
  }

  #with(changes) {
    return new IndexPart({ ...this.definition, ...changes });
  }

  descending() {
    return this.#with({ descending: true });
  }

  nullsFirst() {
    return this.#with({ nulls: "first" });
  }

  nullsLast() {
    return this.#with({ nulls: "last" });
  }

  collate(collation) {
    return this.#with({ collation });
  }

  operators(operatorClass) {
    return this.#with({ operatorClass });
  }

  prefix(prefixLength) {
    return this.#with({ prefixLength });
  }
}

export const column = (name) => new IndexPart({ key: { tag: "column", val: name }, ...plain });
export const expression = (sql) => new IndexPart({ key: { tag: "expression", val: sql }, ...plain });

/** Parts as callers write them: names, or parts. */
export function indexParts(parts) {
  const items = Array.isArray(parts) ? parts : [parts];
  return items.map((part) => (typeof part === "string" ? column(part) : part).definition);
}
