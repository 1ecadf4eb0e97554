import type { PendingBatch, SpoolPort, SpooledReport } from './ports.ts';

/** A spool in memory, for the bundled world and for specs. `rejected` lists what was set aside. */
export interface MemorySpool extends SpoolPort {
  rejected: { report: SpooledReport; reason: string }[];
}

/** Makes a spool that holds at most `limitBytes` of reports (as JSON); beyond that the oldest are dropped and counted. */
export function createMemorySpool(limitBytes: number): MemorySpool {
  let reports: SpooledReport[] = [];
  let pending: PendingBatch | null = null;
  let bytes = 0;
  let lost = 0;
  let told = 0;
  let position = 0;
  let lastKey = 0;
  const rejected: MemorySpool['rejected'] = [];

  return {
    rejected,
    async state() {
      return { waiting: reports.length, bytes, limitBytes, lost, lostUntold: lost - told, position };
    },
    async append(more) {
      for (const { position: at, report } of more) {
        lastKey += 1;
        const size = new TextEncoder().encode(JSON.stringify(report)).byteLength;
        reports.push({ key: lastKey, position: at, report, bytes: size });
        bytes += size;
        position = Math.max(position, at);
      }
      let dropped = 0;
      while (bytes > limitBytes && dropped < reports.length) {
        bytes -= reports[dropped]?.bytes ?? 0;
        dropped += 1;
      }
      if (dropped > 0) reports = reports.slice(dropped);
      lost += dropped;
    },
    async peek(maxReports, maxBytes) {
      const found: SpooledReport[] = [];
      let size = 0;
      for (const report of reports) {
        if (found.length >= maxReports || (found.length > 0 && size + report.bytes > maxBytes)) break;
        found.push(report);
        size += report.bytes;
      }
      return found;
    },
    async pending() {
      return pending;
    },
    async setPending(batch) {
      pending = batch;
    },
    async acknowledge(batch) {
      reports = reports.filter((report) => report.key > batch.throughKey);
      bytes = reports.reduce((sum, report) => sum + report.bytes, 0);
      told += batch.lost;
      pending = null;
    },
    async setAside(key, reason) {
      const report = reports.find((one) => one.key === key);
      if (!report) return;
      reports = reports.filter((one) => one !== report);
      bytes -= report.bytes;
      lost += 1;
      rejected.push({ report, reason });
    },
  };
}
