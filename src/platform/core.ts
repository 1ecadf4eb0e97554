import type { Fleet } from './fleet/fleet.ts';
import type { Hints } from './hints.ts';
import type { OneAtATime } from './one-at-a-time.ts';
import type { PlatformOptions } from './ports.ts';
import type { SettingRecord } from './records.ts';
import type { Desk } from './requests/desk.ts';
import type { KeptAnswers } from './answers/kept-answers.ts';
import type { Normals } from './normals.ts';
import type { Store } from './store/store.ts';

/** What all handlers share. */
export interface Core {
  options: PlatformOptions;
  store: Store;
  now(): number;
  fleet: Fleet;
  hints: Hints;
  desk: Desk;
  answers: KeptAnswers;
  normals: Normals;
  oneAtATime: OneAtATime;
  /** How long things are kept. */
  retention(): SettingRecord;
  setRetention(retention: SettingRecord): Promise<void>;
}
