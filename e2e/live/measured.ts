import { test } from '../test.ts';

/** Prints a measured figure with the run and keeps it in the report. */
export function measured(what: string, figure: string): void {
  test.info().annotations.push({ type: 'measured', description: `${what}: ${figure}` });
  console.log(`    measured  ${what}: ${figure}`);
}
