import * as z from 'zod/mini';
import { Instant } from './primitives.ts';

/** Speeds of the bundled world's clock; 0 is paused. */
export const demoSpeeds = [0, 1, 10, 60] as const;
export const DemoSpeed = z.union([z.literal(0), z.literal(1), z.literal(10), z.literal(60)]);
export type DemoSpeed = z.infer<typeof DemoSpeed>;

export const demoSizes = ['empty', 'small', 'real'] as const;
export const DemoSize = z.enum(demoSizes);
export type DemoSize = z.infer<typeof DemoSize>;

/** What can be done to the world while it runs; `target` names whom it hits. */
export const DemoSwitch = z.object({ id: z.string(), label: z.string(), target: z.string(), on: z.boolean() });
export type DemoSwitch = z.infer<typeof DemoSwitch>;

/** The bundled world as its panel shows it. */
export const DemoState = z.object({
  scenario: z.string(),
  scenarioTitle: z.string(),
  scenarios: z.array(z.object({ id: z.string(), title: z.string(), text: z.string() })),
  seed: z.int(),
  size: DemoSize,
  nowAt: Instant,
  speed: DemoSpeed,
  switches: z.array(DemoSwitch),
});
export type DemoState = z.infer<typeof DemoState>;

export const DemoCommand = z.discriminatedUnion('type', [
  z.object({ type: z.literal('speed'), speed: DemoSpeed }),
  z.object({ type: z.literal('jump'), byMs: z.int().check(z.gte(1_000), z.lte(86_400_000)) }),
  z.object({ type: z.literal('switch'), id: z.string(), on: z.boolean() }),
]);
export type DemoCommand = z.infer<typeof DemoCommand>;

/** How the page talks to the world behind it. Given to the dashboard by `main.tsx` in the demo, absent on a live host. */
export interface DemoControl {
  /** The last known state; null until the world has answered once. */
  state(): DemoState | null;
  /** Calls `listener` after each change; returns the way to stop that. */
  subscribe(listener: () => void): () => void;
  command(command: DemoCommand): Promise<void>;
  /** An address that reproduces scenario, seed, size, switches and clock; the view is kept. */
  shareUrl(): string;
  /** The address that opens another scenario, size or seed from its start. */
  openUrl(choice: { scenario?: string; size?: DemoSize; seed?: number }): string;
}
