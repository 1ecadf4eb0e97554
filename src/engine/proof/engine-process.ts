import { startEngine } from '../engine.ts';

/* An engine in a process of its own, for specs that kill it: `node engine-process.ts <workspace>`. Says `ready` once it runs. */
const [, , root] = process.argv;
if (root === undefined) throw new Error('which workspace?');
await startEngine({ root, environment: {} });
process.stdout.write('ready\n');
