import type { Overview } from '#contract/overview.ts';
import { formatCount, formatNumber } from '#dashboard/lib/format.ts';

/** The sentence that answers Now: is everything all right, and if not, what first. Derived from the incidents alone. */
export function nowHeadline(overview: Overview, sinceWord: (at: number) => string): string {
  const [first, ...others] = overview.incidents;
  if (overview.fleet.total === 0) return 'No runtime has been enrolled yet.';
  if (first === undefined) {
    const away = overview.fleet.total - overview.fleet.words.ok;
    if (away > 0) return 'Nothing needs attention.';
    return overview.fleet.total === 1
      ? 'The one runtime is fine.'
      : `All ${formatCount(overview.fleet.total, 'runtime')} are fine.`;
  }
  const rest =
    others.length === 0
      ? ''
      : ` ${capital(numberWord(others.length))} smaller ${others.length === 1 ? 'thing waits' : 'things wait'}.`;
  return `${first.title}, since ${sinceWord(first.sinceAt)}.${rest}`;
}

/** Small numbers as words, as a sentence has them; from thirteen in figures. */
export function numberWord(value: number): string {
  return words[value] ?? formatNumber(value);
}

const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
