import { describe, expect, test } from 'vitest';
import { servedTwin } from '../fixtures/served-twin.ts';

describe('a script whose source does not parse', () => {
  test.each([
    ['7', ':put (', 'true'],
    ['7', ':put 1', 'false'],
    // An unknown word is no error before it is reached.
    ['7', 'foo /ip address print', 'false'],
    ['7', '/ip/address/print', 'false'],
    ['6.49', '/ip/address/print', 'true'],
    ['6.49', '/ip address print', 'false'],
  ])('of %s is invalid: %s', async (ros, source, invalid) => {
    const { run } = await servedTwin(ros, `/system script add name=s source="${source}"`);
    expect(await run(':put [/system script get s invalid]')).toBe(`${invalid}\n`);
    const [, row] = (await run('/system script print')).split('\n');
    expect(row?.startsWith(invalid === 'true' ? ' 0 I name="s"' : ' 0   name="s"')).toBe(true);
  });

  test('begins to count anew when it is made anew', async () => {
    const { run } = await servedTwin('7', '/system script add name=s source=":put 1"');
    await run('/system script run s');
    expect(await run(':put [/system script get s run-count]')).toBe('1\n');
    await run('/system script remove s; /system script add name=s source=":put 1"');
    expect(await run(':put [/system script get s run-count]')).toBe('0\n');
  });

  test('is valid once it is mended', async () => {
    const { run } = await servedTwin('7', '/system script add name=s source=":put ("');
    await run('/system script set s source=":put 1"');
    expect(await run(':put [/system script get s invalid]')).toBe('false\n');
    expect(await run('/export')).not.toContain('# \n/system');
  });
});
