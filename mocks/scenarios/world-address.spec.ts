import { describe, expect, it } from 'vitest';
import { readWorldChoice, writeWorldChoice } from './world-address.ts';

describe('the address of a world', () => {
  it('has a default for everything', () => {
    expect(readWorldChoice('')).toEqual({ scenario: 'night-outage', seed: 7, size: 'real', t: '10:02:11', on: [] });
    expect(writeWorldChoice(readWorldChoice(''))).toBe('');
  });

  it('gives back what was written', () => {
    const choice = { scenario: 'calm', seed: 12, size: 'small' as const, t: '09:00:00', on: ['flood', 'runtime-late'] };
    expect(readWorldChoice(`?${writeWorldChoice(choice)}`)).toEqual(choice);
  });

  it.each([
    ['?scenario=stormy', /scenario=stormy.*night-outage, calm/],
    ['?size=enormous', /size=enormous.*empty, small, real/],
    ['?seed=x', /seed=x.*whole number/],
    ['?t=25:00', /t=25:00.*HH:MM/],
    ['?on=flood,quake', /on=quake.*runtime-offline/],
  ])('refuses %s loudly and names what is valid', (search, sentence) => {
    expect(() => readWorldChoice(search)).toThrow(sentence);
  });

  it('leaves other parameters alone', () => {
    expect(readWorldChoice('?utm=1').scenario).toBe('night-outage');
  });
});
