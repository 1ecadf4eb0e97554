/**
 * Names the record that another system refused. Class, code and template come from that system's own error, its cause.
 */
export class RecordRefused extends Error {
  override readonly name = 'RecordRefused';
  readonly record: number;
  readonly document: number | null;

  constructor(record: number, document: number | null, message: string, cause: unknown) {
    super(`record ${record}: ${message}`, { cause });
    this.record = record;
    this.document = document;
  }
}
