import { resolve } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../test.ts';
import { NIGHT, views } from './views.ts';

/*
 * Every screen, light and dark, 1440 and 390 wide: a picture to look at, and no violation that axe can find. The pictures go to
 * `.cache/looks`; with DAYMARK_PICTURES=docs/pictures (npm run looks) those of the README go there as well.
 */

const widths = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const;

const pictures = process.env['DAYMARK_PICTURES'];

for (const { name, view, world, act, isPicture } of views) {
  test(`${name} looks right and is accessible`, async ({ page, open }) => {
    test.setTimeout(120_000);
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
    await open(view, world ?? NIGHT);
    // The frame: what stands there before is only the opening.
    await page.getByRole('navigation', { name: 'Runtimes by status' }).waitFor();
    await act?.(page);
    for (const size of widths) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize(size);
        await page.emulateMedia({ colorScheme });
        await page.waitForTimeout(150); // resize observers and the virtual rows they move; the only wait, and nothing is asserted on it
        const file = `${name}-${colorScheme}-${size.width}.png`;
        await page.screenshot({ path: resolve('.cache/looks', file), fullPage: true });
        if (isPicture && pictures && size.width === 1440) await page.screenshot({ path: resolve(pictures, file) });
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(
          violations.map(
            ({ id, nodes }) =>
              `${id}: ${nodes
                .map((node) => node.html)
                .slice(0, 3)
                .join(' | ')}`,
          ),
          file,
        ).toEqual([]);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow, `${file}: the page scrolls sideways`).toBeLessThanOrEqual(0);
      }
    }
  });
}
