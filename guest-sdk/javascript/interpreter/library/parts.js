// The parts of indexes and keys.

/** One part of an index or key, to say more of it than its name. */
class IndexPart {
  constructor(key, changes) {
    const plain = { descending: false, nulls: null, collation: null, operatorClass: null, prefixLength: null };
    Object.assign(this, { key, ...plain, ...changes });
  }

  #with(changes) {
    return new IndexPart(this.key, { ...this, ...changes });
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

export const column = (name) => new IndexPart({ tag: "column", val: name });
export const expression = (sql) => new IndexPart({ tag: "expression", val: sql });

/** Parts as callers write them: names, or parts. */
export function indexParts(parts) {
  const items = Array.isArray(parts) ? parts : [parts];
  return items.map((part) => (typeof part === "string" ? column(part) : part));
}
