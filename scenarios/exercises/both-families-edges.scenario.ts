import { scenario } from '../../src/scenario/scenario.ts';
import { fetchTwoBlocks, serveTwoBlocks } from '../two-blocks.ts';

// What `knocklab mutate exercises/both-families.rsc` found that nobody had asked.

scenario<'attacker' | 'client'>(
  'Both families: answers to the router itself',
  {
    about:
      'The first rule of both halves lets in what answers the router, what is established and what is related. Each step is there because a mutant of the configuration survived without it.',
    topology: 'small',
    router: 'exercises/both-families.rsc',
  },
  async ({ attacker, router, step }) => {
    await step('a server outside has a file', async () => {
      await serveTwoBlocks(attacker);
    });

    for (const server of ['198.51.100.66', '[2001:db8:a::66]']) {
      await step(`the router gets it from ${server}`, async () => {
        await fetchTwoBlocks(router, server);
      });
    }
  },
);
