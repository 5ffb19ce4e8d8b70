import { expect, test } from 'vitest';
import { ask } from './dns-client.ts';

test('a server to which there is no way gives no answer, and nothing breaks', async () => {
  const question = { name: 'home.example.net', type: 1 };
  // The kernel refuses to connect to the broadcast address at once, as it does without a route.
  const server = { address: '255.255.255.255', port: 53 };
  expect(await ask(question, server, 200)).toBeUndefined();
});
