import type { Router } from './router.ts';

const menu = '/system/logging/action';

/** How many lines the router keeps in memory. */
export async function memoryLines(router: Pick<Router, 'print'>): Promise<string> {
  const [memory] = await router.print(menu, { query: { name: 'memory' } });
  return memory?.['memory-lines'] ?? '1000';
}

export async function setMemoryLines(router: Pick<Router, 'set'>, lines: string): Promise<void> {
  await router.set(menu, 'memory', { 'memory-lines': lines });
}

/** RouterOS has no command for it; fewer lines are room for fewer lines (firewall-facts 3.2). */
export async function emptyLog(router: Pick<Router, 'print' | 'set'>): Promise<void> {
  const lines = await memoryLines(router);
  await setMemoryLines(router, '1');
  await setMemoryLines(router, lines);
}
