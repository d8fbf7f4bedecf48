// What callers may write in more than one way.

/** `"orders"`, or `["sales", "orders"]` in a schema of its own. */
export function objectName(name) {
  if (typeof name === "string") return { schema: null, name };
  if (Array.isArray(name) && name.length === 2) return { schema: name[0], name: name[1] };
  throw new TypeError('a name is a text, or `["schema", "name"]`');
}

/** The parameters of a statement. */
export function parameterList(parameters) {
  if (parameters === undefined) return [];
  if (Array.isArray(parameters)) return parameters;
  throw new TypeError("the parameters of a statement are an array: `[1, \"text\"]`");
}

/** One name, or a list of them, as a list. */
export const list = (names) => (Array.isArray(names) ? names : [names]);

/** Which guards the host understands; what is not named does not hold. */
export function guard({ ifExists, ifNotExists, cascade, concurrently, replace, ...others } = {}) {
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new TypeError(`there is no option \`${unknown}\` here`);
  return {
    ifExists: Boolean(ifExists),
    ifNotExists: Boolean(ifNotExists),
    cascade: Boolean(cascade),
    concurrently: Boolean(concurrently),
    replace: Boolean(replace),
  };
}
