import { randomBytes } from 'node:crypto';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** An id that sorts by time: 9 characters of the clock in base 32 and 10 random ones (50 bits). */
export function newId(now: number): string {
  let time = '';
  for (let rest = now, index = 0; index < 9; index += 1, rest = Math.floor(rest / 32))
    time = (alphabet[rest % 32] ?? '0') + time;
  return time + [...randomBytes(10)].map((byte) => alphabet[byte % 32]).join('');
}
