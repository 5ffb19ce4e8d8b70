import { expect, test } from 'vitest';
import { RouterosError } from '../routeros/routeros-error.ts';
import { StandAloneTwin } from './stand-alone/stand-alone-twin.ts';

const menu = '/ip firewall address-list';
const long = Array.from({ length: 3000 }, (_, index) => `add address=11.0.${index >> 8}.${index & 255} list=long\n`);

/** Imports a text; what went wrong, and how many entries there are afterwards. */
async function imported(text: string, ros = '7'): Promise<{ fault: string; entries: number }> {
  const { twin } = await StandAloneTwin.start({ ros, clock: 'virtual' });
  const context = { user: 'admin', print: () => undefined, signal: twin.neverAborted };
  const fault = await twin.scripts.runText({ name: 'long.rsc', text }, context).then(
    () => 'none',
    (error: unknown) => (error instanceof RouterosError ? error.text : String(error)),
  );
  return { fault, entries: twin.menus.get(menu.slice(1)).items.length };
}

test('a long text does all that it says, in order', async () => {
  const text = `${menu}\n${long.join('')}set [find address=11.0.11.183] list=last\n:if ([:len [find list=last]] = 1) do={ remove [find list=long] }\n`;
  expect(text.length).toBeGreaterThan(64 * 1024);
  expect(await imported(text)).toEqual({ fault: 'none', entries: 1 });
});

test('what does not parse at the end of a long text keeps all of it from being done', async () => {
  expect(await imported(`${menu}\n${long.join('')}add address=)\n`)).toEqual({
    fault: 'expected end of command (line 3002 column 13)',
    entries: 0,
  });
});

test('what fails in the middle of a long text leaves done what came before', async () => {
  const text = `${menu}\n${long.slice(0, 2000).join('')}add color=red\n${long.slice(2000).join('')}`;
  expect(await imported(text)).toEqual({ fault: 'bad parameter color (line 2002 column 5)', entries: 2000 });
});

test('a text is read as its version reads it', async () => {
  const text = '/ip/firewall/address-list add address=11.0.0.1 list=a';
  expect(await imported(text, '7')).toEqual({ fault: 'none', entries: 1 });
  expect(await imported(text, '6.49')).toEqual({ fault: 'expected command name (line 1 column 4)', entries: 0 });
});
