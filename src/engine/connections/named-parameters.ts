import type { Fields } from '../run/batch.ts';
import { sqlValue, type SqlDialect, type SqlStatement } from './sql-session.ts';

/** A statement cut at its `:name` parameters: `texts` has one element more than `names`. */
export interface NamedStatement {
  texts: string[];
  names: string[];
}

/** Strings, quoted identifiers, comments, casts (`::`) and, last, a parameter. */
const token = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|--[^\n]*|\/\*[\s\S]*?\*\/|::|:([A-Za-z_][A-Za-z0-9_]*)/g;

/** Finds the `:name` parameters of an SQL text, outside strings, quoted names, comments and `::` casts. */
export function parseNamed(sql: string): NamedStatement {
  const texts: string[] = [];
  const names: string[] = [];
  let from = 0;
  for (const match of sql.matchAll(token)) {
    const name = match[1];
    if (name === undefined) continue;
    texts.push(sql.slice(from, match.index));
    names.push(name);
    from = match.index + match[0].length;
  }
  texts.push(sql.slice(from));
  return { texts, names };
}

/** The statement for one record in a product's own placeholders. */
export function bindNamed(statement: NamedStatement, fields: Fields, dialect: SqlDialect): SqlStatement {
  const text = statement.texts
    .map((part, index) => (index < statement.names.length ? part + dialect.placeholder(index + 1) : part))
    .join('');
  return { text, parameters: statement.names.map((name) => sqlValue(fields[name])) };
}
