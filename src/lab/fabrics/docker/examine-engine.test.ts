import { expect, test } from 'vitest';
import { requireFit } from './examine-engine.ts';

/** What an engine says of itself, as far as it is asked. */
const engine = (api: string, ...options: readonly string[]) => ({
  version: async () => ({ ApiVersion: api }),
  info: async () => ({ SecurityOptions: options }),
});

test.each([
  ['1.41', 'name=seccomp,profile=default'],
  ['1.51', 'name=cgroupns'],
] as const)('an engine with API %s that root runs will do', async (api, option) => {
  await expect(requireFit(engine(api, option))).resolves.toBeUndefined();
});

test.each(['1.40', '1.9'])('an engine with API %s is too old', async (api) => {
  await expect(requireFit(engine(api))).rejects.toMatchObject({
    code: 'lab/docker-too-old',
    message: expect.stringContaining(api),
  });
});

test('a rootless engine is refused, and the way without root named', async () => {
  await expect(requireFit(engine('1.41', 'name=seccomp,profile=default', 'name=rootless'))).rejects.toMatchObject({
    code: 'lab/docker-rootless',
    remedy: expect.stringContaining('--fabric netns'),
  });
});
