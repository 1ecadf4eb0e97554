import type { ExecutionField } from '#contract/execution.ts';
import type { VisualState } from '#contract/status.ts';
import { type TimeZone, formatWhen } from '#dashboard/lib/time.ts';
import { stateWord } from './execution-words.ts';
import { type Chip, fieldWords } from './filter-model.ts';

/** Label of a value, where one is known: names of runtimes and processes stand in the address as ids. */
export type LabelOf = (field: ExecutionField, value: string) => string;

/** A chip in words. */
export interface ChipWords {
  field: string;
  operator: string;
  value: string;
  /** "and 5" when more values are meant than are named. */
  more: string | undefined;
}

/** Values of one chip that are named; the others are counted. */
const NAMED = 3;

/** What a chip says. */
export function chipWords(chip: Chip, labelOf: LabelOf, now: number, zone: TimeZone): ChipWords {
  switch (chip.kind) {
    case 'field': {
      const labels = chip.values.map((value) => valueWord(chip.field, value, labelOf));
      const isOne = labels.length === 1;
      return {
        field: fieldWords[chip.field],
        operator: isOne ? (chip.isNegated ? 'is not' : 'is') : chip.isNegated ? 'not in' : 'in',
        value: labels.slice(0, NAMED).join(', '),
        more: labels.length > NAMED ? `and ${labels.length - NAMED}` : undefined,
      };
    }
    case 'recovered':
      return {
        field: 'recovered',
        operator: 'is',
        value: chip.value === 'no' ? 'no, failed or aborted' : 'yes',
        more: undefined,
      };
    case 'slow':
      return { field: 'took', operator: 'at least', value: `×${chip.factor} its normal`, more: undefined };
    case 'q':
      return { field: 'text', operator: 'contains', value: chip.text, more: undefined };
    case 'range': {
      const from = formatWhen(chip.from, now, zone);
      const value = chip.to === undefined ? `${from} to now` : `${from} to ${formatWhen(chip.to, now, zone)}`;
      return { field: 'started', operator: 'from', value, more: undefined };
    }
  }
}

/** The same in one phrase: `runtime is ham-plc-01`. */
export function chipPhrase(words: ChipWords): string {
  return [words.field, words.operator, words.value, words.more].filter((word) => word !== undefined).join(' ');
}

/** A value as it is printed: a state by its word, anything else by its label. */
export function valueWord(field: ExecutionField, value: string, labelOf: LabelOf): string {
  return field === 'state' ? stateWord(value as VisualState) : labelOf(field, value);
}

/** Identity of a chip within its line. */
export function chipId(chip: Chip): string {
  return chip.kind === 'field' ? `${chip.field} ${chip.isNegated}` : chip.kind;
}
