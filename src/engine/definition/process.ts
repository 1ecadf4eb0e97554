import * as z from 'zod';
import { Name } from '#contract/primitives.ts';
import { FileNamePattern, WorkspacePath } from './file-options.ts';
import { RetryRule } from './retry-rule.ts';
import { fileKinds, sourceKinds, StepDefinition } from './step.ts';
import { isCronPattern, isTimeZone } from './schedule-rule.ts';

export const FolderTrigger = z.strictObject({
  kind: z.literal('folder'),
  folder: WorkspacePath,
  pattern: FileNamePattern.default('*'),
  /** A file is taken once its size has not changed for this long. */
  stableMs: z.int().min(50).max(600_000).default(250),
});

export const ScheduleTrigger = z.strictObject({
  kind: z.literal('schedule'),
  /** Cron pattern of 5 fields, or 6 with seconds first. */
  cron: z.string().max(200).refine(isCronPattern, 'must be a cron pattern'),
  /** IANA name, e.g. `Europe/Berlin`; the runtime's own zone when it is left out. */
  timeZone: z.string().max(60).refine(isTimeZone, 'must be an IANA time zone').optional(),
  /** When the previous run is still going: `discard` the new one (it is recorded as DISCARDED), or `queue` it. */
  overlap: z.enum(['discard', 'queue']).default('discard'),
});

export const TriggerDefinition = z.discriminatedUnion('kind', [FolderTrigger, ScheduleTrigger]);
export type TriggerDefinition = z.infer<typeof TriggerDefinition>;

/** A field that people may search for; the only values of records that leave with the automatic reports, because the definition says so. */
export const TrackedField = z.strictObject({ name: z.string().min(1).max(60), field: z.string().min(1).max(200) });

/** One file in `processes/`. The file's name without `.json` is the process's id. */
export const ProcessDefinition = z
  .strictObject({
    $schema: z.string().optional(),
    name: Name,
    description: z.string().max(2_000).optional(),
    version: z.string().regex(/^[A-Za-z0-9._-]{1,40}$/, 'must be 1 to 40 of A-Z a-z 0-9 . _ -'),
    /** Empty: started by hand only. Every process can be started by hand. */
    triggers: z.array(TriggerDefinition).max(10).default([]),
    /** Runs of this process at the same time. */
    parallel: z.int().min(1).max(64).default(1),
    /** A run that takes longer is ended with an error. */
    timeoutMs: z.int().min(10).max(86_400_000).default(3_600_000),
    /** Tries of the whole run; each further try is an execution of its own that names its predecessor. */
    retry: RetryRule.optional(),
    /** What becomes of a run that was in flight when the runtime ended: run it again, or only report it. */
    onInterrupt: z.enum(['retry', 'report']).default('retry'),
    /** Records per batch between steps. */
    batchSize: z.int().min(1).max(10_000).default(500),
    tracked: z.array(TrackedField).max(10).default([]),
    /** Where the file of a failed run goes, and of a good run that no step moved. */
    folders: z
      .strictObject({ failed: WorkspacePath.default('failed'), done: WorkspacePath.default('done') })
      .default({ failed: 'failed', done: 'done' }),
    /** Debug lines are kept for this process. */
    logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
    steps: z.array(StepDefinition).min(1).max(100),
  })
  .superRefine((process, context) => {
    let hasRecords = false;
    for (const [index, step] of process.steps.entries()) {
      if (sourceKinds.has(step.kind)) hasRecords = true;
      else if (fileKinds.has(step.kind)) hasRecords = false;
      else if (!hasRecords)
        context.addIssue({
          code: 'custom',
          path: ['steps', index, 'kind'],
          message: `"${step.kind}" needs a reading step before it`,
        });
    }
  });
export type ProcessDefinition = z.infer<typeof ProcessDefinition>;

/** A process with its id. */
export type Process = ProcessDefinition & { id: string };
