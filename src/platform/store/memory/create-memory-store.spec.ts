import { describeStore } from '../conformance.ts';
import { createMemoryStore } from './create-memory-store.ts';

describeStore('the store in memory', async () => createMemoryStore(), 200);
