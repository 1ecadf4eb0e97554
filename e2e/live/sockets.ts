import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A TCP or UDP socket of a process, as the kernel lists it. Addresses are in the kernel's own hex form; ports are numbers. */
export interface SocketEntry {
  protocol: 'tcp' | 'tcp6' | 'udp' | 'udp6';
  isListening: boolean;
  localPort: number;
  remoteAddress: string;
  remotePort: number;
}

const LISTEN = '0A';

/** Sockets that a process holds open now (Linux). */
export function socketsOf(pid: number): SocketEntry[] {
  const held = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
        return inode === undefined ? [] : [inode];
      } catch {
        return []; // closed meanwhile
      }
    }),
  );
  return (['tcp', 'tcp6', 'udp', 'udp6'] as const).flatMap((protocol) =>
    readFileSync(`/proc/${pid}/net/${protocol}`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((columns) => held.has(columns[9] ?? ''))
      .map(([, local = '', remote = '', state = '']) => ({
        protocol,
        isListening: state === LISTEN,
        localPort: portOf(local),
        remoteAddress: remote.split(':')[0] ?? '',
        remotePort: portOf(remote),
      })),
  );
}

function portOf(address: string): number {
  return Number.parseInt(address.split(':')[1] ?? '', 16);
}
