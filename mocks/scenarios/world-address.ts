import { type DemoSize, demoSizes } from '#contract/demo.ts';
import { DEFAULT_TIME, instantOfTime } from '#mocks/world/world-date.ts';
import { scenarios } from './scenarios.ts';
import { switchKinds } from './switches.ts';

/** Which world an address asks for: everything that it depends on. */
export interface WorldChoice {
  scenario: string;
  seed: number;
  size: DemoSize;
  /** Time of day in Berlin on Friday 20 November 2026, `HH:MM` or `HH:MM:SS`. */
  t: string;
  /** Switches that are on from the start. */
  on: string[];
}

/** The address asks for a world that there is not. `message` is for people and names what would be valid. */
export class WorldAddressError extends Error {
  override readonly name = 'WorldAddressError';
}

const DEFAULT_SEED = 7;

/**
 * Reads `?scenario=&seed=&size=&t=&on=` of an address; what is absent has its default, other parameters are not ours.
 * @throws WorldAddressError for a value that is none: a world that silently was another one would make every picture a lie.
 */
export function readWorldChoice(search: string): WorldChoice {
  const given = new URLSearchParams(search);
  const seedText = given.get('seed') ?? String(DEFAULT_SEED);
  if (!/^\d{1,9}$/.test(seedText)) throw refuse('seed', seedText, 'a whole number from 0 to 999999999');
  const t = given.get('t') ?? DEFAULT_TIME;
  if (instantOfTime(t) === null) throw refuse('t', t, 'a time of day in Berlin, HH:MM or HH:MM:SS');
  const on = (given.get('on') ?? '').split(',').filter((id) => id !== '');
  const switchIds = switchKinds.map(({ id }) => id);
  for (const id of on)
    if (!switchIds.includes(id)) throw refuse('on', id, `any of ${switchIds.join(', ')}, joined by commas`);
  return {
    scenario: oneOf(
      'scenario',
      given.get('scenario') ?? 'night-outage',
      scenarios.map(({ id }) => id),
    ),
    size: oneOf('size', given.get('size') ?? 'real', demoSizes),
    seed: Number(seedText),
    t,
    on,
  };
}

/** Writes a choice as the query of an address; defaults are left out. */
export function writeWorldChoice(choice: WorldChoice): string {
  const search = new URLSearchParams();
  if (choice.scenario !== 'night-outage') search.set('scenario', choice.scenario);
  if (choice.seed !== DEFAULT_SEED) search.set('seed', String(choice.seed));
  if (choice.size !== 'real') search.set('size', choice.size);
  if (choice.t !== DEFAULT_TIME) search.set('t', choice.t);
  if (choice.on.length > 0) search.set('on', choice.on.join(','));
  return search.toString().replaceAll('%3A', ':').replaceAll('%2C', ',');
}

function oneOf<T extends string>(name: string, value: string, valid: readonly T[]): T {
  const found = valid.find((one) => one === value);
  if (found === undefined) throw refuse(name, value, `one of ${valid.join(', ')}`);
  return found;
}

function refuse(name: string, value: string, valid: string): WorldAddressError {
  return new WorldAddressError(`The address asks for ${name}=${value}, which there is not. Valid is ${valid}.`);
}
