import type { Terminal } from './terminal.ts';

/** placeholder until src/lab's ensureSystemTools */
export async function prepareTools(_terminal: Terminal): Promise<void> {}
