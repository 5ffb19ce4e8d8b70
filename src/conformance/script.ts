import { KnocklabError } from '../core/errors.ts';
import { RouterTrap } from '../router/router-trap.ts';
import type { Session } from './session.ts';

const scriptName = 'knocklab-conformance';
const resultName = 'knocklabResult';

/** Lies in front of an answer, so that an empty one is one. */
const value = '= ';
const failure = '! ';

/**
 * Runs a text as a function and gives `= ` and what it returns, or `! ` and RouterOS's error text. Over the API RouterOS 6 runs
 * nothing but scripts, and shows nothing that they print: the text is the source of one, and its value is read from the
 * environment. RouterOS 6 does not say why a script failed; there the answer is the `!` alone.
 */
export async function evaluate({ router, release }: Session, source: string): Promise<string> {
  const scripts: string[] = [];
  const keep = async (name: string, text: string): Promise<void> =>
    void scripts.push(await router.add('/system/script', { name, source: text }));
  try {
    await keep(`${scriptName}-asked`, source);
    await keep(scriptName, runnerOf(release.major));
    await router.call('/system/script', 'run', { number: scriptName });
    return await readResult(router);
  } catch (error) {
    // The script catches what the text does wrong: this is about how it is asked.
    if (!(error instanceof RouterTrap)) throw error;
    throw new KnocklabError('conformance/script', `No script could be run: ${error.message}`, { cause: error });
  } finally {
    for (const id of scripts) await router.remove('/system/script', id);
  }
}

/** `:onerror`, which has the text, came with 7.13. */
function runnerOf(major: number): string {
  const code = `:local klCode [:parse [/system script get "${scriptName}-asked" source]]; :local klValue [$klCode]`;
  const work = `${code}; :set ${resultName} ("${value}" . [:tostr $klValue])`;
  const failed = `:set ${resultName} ("${failure}"`;
  const run =
    major < 7
      ? `:do { ${work} } on-error={ ${failed}) }`
      : `:onerror klError in={ ${work} } do={ ${failed} . $klError) }`;
  return `:global ${resultName} ""\n${run}`;
}

async function readResult(router: Session['router']): Promise<string> {
  const [row] = await router.print('/system/script/environment', { query: { name: resultName } });
  if (row === undefined)
    throw new KnocklabError('conformance/no-result', 'The script left nothing in the environment.');
  await router.remove('/system/script/environment', row['.id'] ?? '');
  return withoutPlace((row.value ?? '').replace(/^"([\s\S]*)"$/, '$1')).trimEnd();
}

/** Where in the text it went wrong is told from the runner's point of view, which is nobody's. */
function withoutPlace(text: string): string {
  if (!text.startsWith(failure)) return text;
  return text.replace(/^! Script Error: /, failure).replace(/ \((?:line \d+ column \d+|[:/][^()]*; line \d+)\)/g, '');
}
