import type { FailureReport } from '#contract/failure.ts';
import type { Connection } from './connection.ts';

/** Texts of one kind and their numbers, from 1, in the order in which they were first written. */
export class Words {
  /** By number - 1. */
  readonly values: string[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly connection: Connection;
  private readonly kind: string;

  constructor(connection: Connection, kind: string) {
    this.connection = connection;
    this.kind = kind;
    this.load();
    connection.onRollback(() => this.load());
  }

  /** The number of a text, written down now when it is new. Only inside a write. */
  intern(value: string): number {
    const known = this.numbers.get(value);
    if (known !== undefined) return known;
    const number = this.values.push(value);
    this.numbers.set(value, number);
    // As JSON, so that text which SQLite would bend (lone surrogates) comes back as it was.
    this.connection.run(
      'INSERT INTO words (kind, number, value) VALUES (?, ?, ?)',
      this.kind,
      number,
      JSON.stringify(value),
    );
    return number;
  }

  /** 0 for a text never seen. */
  find(value: string): number {
    return this.numbers.get(value) ?? 0;
  }

  at(number: number): string {
    const value = this.values[number - 1];
    if (value === undefined) throw new Error(`no ${this.kind} ${number}`);
    return value;
  }

  private load(): void {
    this.values.length = 0;
    this.numbers.clear();
    const rows = this.connection.all('SELECT value FROM words WHERE kind = ? ORDER BY number', this.kind);
    for (const { value } of rows) {
      const text = JSON.parse(String(value)) as string;
      this.numbers.set(text, this.values.push(text));
    }
  }
}

/** A kind of failure as it is kept. */
export interface FailureEntry extends Pick<FailureReport, 'class' | 'code' | 'template' | 'connectorId'> {
  fingerprint: string;
  group: number;
}

/** Everything that repeats in runs, by number. */
export class Vocabulary {
  readonly runtimes: Words;
  readonly environments: Words;
  readonly processIds: Words;
  readonly groups: Words;
  private readonly processWords: Words;
  private readonly failureWords: Words;
  private readonly pairWords: Words;
  private readonly processEntries: { id: string; name: string }[] = [];
  private readonly failureEntries: FailureEntry[] = [];
  private readonly newestNames = new Map<number, string>();
  private readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
    this.runtimes = new Words(connection, 'runtime');
    this.environments = new Words(connection, 'environment');
    this.processIds = new Words(connection, 'process-id');
    this.groups = new Words(connection, 'group');
    this.processWords = new Words(connection, 'process');
    this.failureWords = new Words(connection, 'failure');
    this.pairWords = new Words(connection, 'pair');
    connection.onRollback(() => {
      this.processEntries.length = 0;
      this.failureEntries.length = 0;
      this.newestNames.clear();
    });
  }

  internProcess(id: string, name: string): { process: number; processId: number } {
    const process = this.processWords.intern(JSON.stringify([id, name]));
    const processId = this.processIds.intern(id);
    if (this.newestName(processId) !== name) {
      this.connection.run(
        'INSERT INTO newest_names (process_id, name) VALUES (?, ?) ON CONFLICT DO UPDATE SET name = excluded.name',
        processId,
        JSON.stringify(name),
      );
      this.newestNames.set(processId, name);
    }
    return { process, processId };
  }

  /** The name that a process was last reported under. */
  newestName(processId: number): string | undefined {
    const known = this.newestNames.get(processId);
    if (known !== undefined) return known;
    const row = this.connection.one('SELECT name FROM newest_names WHERE process_id = ?', processId);
    if (!row) return undefined;
    const name = JSON.parse(String(row['name'])) as string;
    this.newestNames.set(processId, name);
    return name;
  }

  /** All processes; the number of each is its index + 1. */
  get processes(): readonly { id: string; name: string }[] {
    for (const value of this.processWords.values.slice(this.processEntries.length)) {
      const [id, name] = JSON.parse(value) as [string, string];
      this.processEntries.push({ id, name });
    }
    return this.processEntries;
  }

  processAt(number: number): { id: string; name: string } {
    const process = this.processes[number - 1];
    if (!process) throw new Error(`no process ${number}`);
    return process;
  }

  internFailure(
    failure: Pick<FailureReport, 'class' | 'code' | 'template' | 'connectorId'>,
    fingerprint: string,
  ): number {
    const group = this.groups.intern(fingerprint);
    return this.failureWords.intern(
      JSON.stringify([group, fingerprint, failure.class, failure.code, failure.template, failure.connectorId]),
    );
  }

  /** All kinds of failure; the number of each is its index + 1. */
  get failures(): readonly FailureEntry[] {
    for (const value of this.failureWords.values.slice(this.failureEntries.length)) {
      const [group, fingerprint, errorClass, code, template, connectorId] = JSON.parse(value) as [
        number,
        string,
        FailureEntry['class'],
        string | null,
        string,
        string | null,
      ];
      this.failureEntries.push({ group, fingerprint, class: errorClass, code, template, connectorId });
    }
    return this.failureEntries;
  }

  internPair(runtime: number, processId: number): number {
    return this.pairWords.intern(`${runtime}.${processId}`);
  }

  /** 0 when the process never ran on the runtime. */
  findPair(runtimeId: string, processId: string): number {
    return this.pairWords.find(`${this.runtimes.find(runtimeId)}.${this.processIds.find(processId)}`);
  }

  /** All pairs; the number of each is its index + 1. */
  get pairs(): { pair: number; runtime: number; processId: number }[] {
    return this.pairWords.values.map((value, index) => {
      const [runtime, processId] = value.split('.');
      return { pair: index + 1, runtime: Number(runtime), processId: Number(processId) };
    });
  }
}
