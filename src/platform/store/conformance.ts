import { describe } from 'vitest';
import { describeExecutions } from './conformance/executions.ts';
import { describeKeptThings } from './conformance/kept-things.ts';
import { describeProperties } from './conformance/properties.ts';
import type { Store } from './store.ts';

/**
 * The suite that every adapter of the store passes.
 *
 * @param open gives an empty store each time; the suite closes it
 * @param propertyRuns how many random cases each property is tried on; 40 unless the adapter is slow to open
 */
export function describeStore(name: string, open: () => Promise<Store>, propertyRuns = 40): void {
  describe(`${name} keeps the promises of the store`, () => {
    describeExecutions(open);
    describeKeptThings(open);
    describeProperties(open, propertyRuns);
  });
}
