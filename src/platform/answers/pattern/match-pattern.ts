import { isLineBreak, isWord, parsePattern, PatternError, type PatternNode, type Place } from './parse-pattern.ts';

/** The pattern as a graph of states, in arrays. `next` of a fork is its first way, `other` its second. */
interface Machine {
  kind: ('set' | 'fork' | 'place' | 'done')[];
  takes: (((unit: number) => boolean) | null)[];
  place: (Place | null)[];
  next: number[];
  other: number[];
  begin: number;
}

const STATES_MAX = 5_000;
/** Characters between two looks. */
const LOOK_EVERY = 50_000;

/**
 * Decides whether a pattern matches anywhere in a text, in time that grows with the text times the pattern and never worse
 * (Thompson's construction): a pattern written to run for ever costs no more than another. JavaScript's own expressions backtrack and
 * cannot be stopped. `^` and `$` stand at every line of a text of several lines. `look` is called now and then during a very long text, and may throw to give up.
 * Throws a `PatternError` for what it does not know.
 */
export function patternMatcher(text: string, isCaseSensitive: boolean, look?: () => void): (text: string) => boolean {
  const machine = buildMachine(parsePattern(text, isCaseSensitive));
  const mark = new Uint32Array(machine.kind.length);
  let current: number[] = [];
  let following: number[] = [];
  let generation = 0;

  /** Adds a state and all that can be reached from it without taking a character; true when that is the end. */
  const reach = (states: number[], first: number, before: number, after: number): boolean => {
    const open = [first];
    for (let state = open.pop(); state !== undefined; state = open.pop()) {
      if (mark[state] === generation) continue;
      mark[state] = generation;
      const next = machine.next[state] ?? 0;
      switch (machine.kind[state]) {
        case 'done':
          return true;
        case 'fork':
          open.push(machine.other[state] ?? 0, next);
          break;
        case 'place':
          if (isAt(machine.place[state] ?? 'begin', before, after)) open.push(next);
          break;
        default:
          states.push(state);
      }
    }
    return false;
  };

  return (line) => {
    current.length = 0;
    let before = -1;
    for (let at = 0; at <= line.length; at += 1) {
      const unit = at < line.length ? line.charCodeAt(at) : -1;
      generation += 1;
      if (at % LOOK_EVERY === LOOK_EVERY - 1) look?.();
      following.length = 0;
      // States in `current` wait for the character before; those reached now look at the place between the two.
      for (const state of current) {
        if (machine.takes[state]?.(before) && reach(following, machine.next[state] ?? 0, before, unit)) return true;
      }
      if (reach(following, machine.begin, before, unit)) return true;
      [current, following] = [following, current];
      before = unit;
    }
    return false;
  };
}

function isAt(place: Place, before: number, after: number): boolean {
  switch (place) {
    case 'begin':
      return before < 0 || isLineBreak(before);
    case 'end':
      return after < 0 || isLineBreak(after);
    case 'boundary':
      return isWord(before) !== isWord(after);
    case 'inside':
      return isWord(before) === isWord(after);
  }
}

function buildMachine(pattern: PatternNode): Machine {
  const machine: Machine = { kind: [], takes: [], place: [], next: [], other: [], begin: 0 };
  const add = (kind: Machine['kind'][number], next = 0, other = 0): number => {
    if (machine.kind.length >= STATES_MAX)
      throw new PatternError('The pattern repeats too much; make its bounds smaller.');
    machine.takes.push(null);
    machine.place.push(null);
    machine.next.push(next);
    machine.other.push(other);
    return machine.kind.push(kind) - 1;
  };
  /** Builds a node so that it goes on to `next`; gives its first state. */
  const build = (node: PatternNode, next: number): number => {
    switch (node.type) {
      case 'set': {
        const state = add('set', next);
        machine.takes[state] = node.takes;
        return state;
      }
      case 'place': {
        const state = add('place', next);
        machine.place[state] = node.place;
        return state;
      }
      case 'sequence':
        return node.parts.reduceRight((after, part) => build(part, after), next);
      case 'choice':
        return node.options
          .map((option) => build(option, next))
          .reduceRight((rest, option) => add('fork', option, rest));
      case 'repeat':
        return repeat(node, next);
    }
  };
  const repeat = ({ node, min, max }: Extract<PatternNode, { type: 'repeat' }>, next: number): number => {
    let first = next;
    if (max === Infinity) {
      first = add('fork', 0, next);
      machine.next[first] = build(node, first);
    } else {
      for (let optional = min; optional < max; optional += 1) first = add('fork', build(node, first), next);
    }
    for (let needed = 0; needed < min; needed += 1) first = build(node, first);
    return first;
  };
  machine.begin = build(pattern, add('done'));
  return machine;
}
