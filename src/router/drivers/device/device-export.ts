import { KnocklabError } from '../../../core/errors.ts';
import type { Router } from '../../router.ts';
import { RouterTrap } from '../../router-trap.ts';

/** Over the API nothing longer comes through in one piece (`/execute` gives 64 kB, a file's contents 60 kB). */
const longest = 60_000;

const fileName = 'knocklab-export';

/**
 * The router's whole configuration, as `/export` writes it. RouterOS 6 prints nothing over the API: there it goes through a
 * file, whose contents are shown up to 4 kB; an export that cannot be read as a whole is an error.
 */
export async function takeExport(router: Router): Promise<string> {
  const text = await router.run('/export', { timeoutMs: 60_000 }).catch(async (error: unknown) => {
    if (!(error instanceof RouterTrap) || !error.message.startsWith('unknown parameter')) throw error;
    return await exportByFile(router);
  });
  if (text.trim() !== '' && text.length < longest) return text;
  throw new KnocklabError('device/export', `The configuration of ${router.name} cannot be read as a whole.`, {
    remedy: 'Without it nothing can be put back, so nothing has been changed.',
  });
}

async function exportByFile(router: Router): Promise<string> {
  await router.call('/', 'export', { file: fileName }, { timeoutMs: 60_000 });
  const [file] = await router.print('/file', { query: { name: `${fileName}.rsc` } });
  await router.remove('/file', `${fileName}.rsc`);
  return (file?.contents ?? '').replaceAll('\r\n', '\n');
}

/** What two exports differ in, a line each behind `-` or `+`: their comments tell the time and the state of links. */
export function exportDifferences(before: string, after: string): string[] {
  const [was, is] = [linesOf(before), linesOf(after)];
  return [...without(was, is).map((line) => `- ${line}`), ...without(is, was).map((line) => `+ ${line}`)];
}

/** Whole commands, below their menus: an export breaks long lines. */
function linesOf(text: string): string[] {
  let menu = '';
  const lines: string[] = [];
  for (const line of text
    .replaceAll('\r\n', '\n')
    .replaceAll(/\\\n {4}/g, '')
    .split('\n')) {
    if (line.startsWith('/')) menu = line;
    else if (line !== '' && !line.startsWith('#')) lines.push(`${menu} ${line}`);
  }
  return lines;
}

/** As many as there are more of. */
function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
