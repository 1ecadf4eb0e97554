/**
 * The paths of all fields in a message, sorted: `reports[].failure.code`. Names only, for the ledger. Everything that comes here has
 * passed a strict schema, so the names are the contract's own.
 */
export function fieldPaths(value: unknown): string[] {
  const found = new Set<string>();
  collect(value, '', found);
  return [...found].toSorted();
}

function collect(value: unknown, path: string, found: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, `${path}[]`, found);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      if (inner !== undefined) collect(inner, path === '' ? key : `${path}.${key}`, found);
    }
  } else if (path !== '') {
    found.add(path);
  }
}
