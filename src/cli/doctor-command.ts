import type { Terminal } from './terminal.ts';
export async function doctorCommand(_o: { install: boolean; quiet: boolean }, _t: Terminal): Promise<number> { return 0; }
