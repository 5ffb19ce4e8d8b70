import { expect, test } from 'vitest';
import type { Enactors } from './commits.ts';
import { Commits } from './commits.ts';

function recorded(special: Partial<Enactors> = {}): { commits: Commits; enacted: string[] } {
  const enacted: string[] = [];
  const record = (name: string) => (): void => void enacted.push(name);
  const commits = new Commits({
    logging: record('logging'),
    links: record('links'),
    firewall: record('firewall'),
    'dhcp-client': record('dhcp-client'),
    dnsmasq: record('dnsmasq'),
    services: record('services'),
    ntp: record('ntp'),
    scheduler: record('scheduler'),
    ...special,
  });
  return { commits, enacted };
}

test('enacts what was touched, once, in its order', async () => {
  const { commits, enacted } = recorded();
  commits.touch(['firewall', 'links']);
  commits.touch(['firewall']);
  await commits.commit();
  await commits.commit();
  expect(enacted).toEqual(['links', 'firewall']);
});

test("what fails is told, tried again, and in nobody's way", async () => {
  let works = false;
  const firewall = (): void => {
    if (!works) throw new Error('no such rule');
  };
  const { commits, enacted } = recorded({ firewall });
  commits.touch(['firewall', 'scheduler']);
  await expect(commits.commit()).rejects.toThrow('no such rule');
  expect(enacted).toEqual(['scheduler']);
  await expect(commits.commit()).rejects.toThrow('no such rule');
  works = true;
  await expect(commits.commit()).resolves.toBeUndefined();
});

test('what is touched meanwhile is enacted with the next commit', async () => {
  const { commits, enacted } = recorded({ services: () => commits.touch(['links']) });
  commits.touch(['services']);
  await commits.commit();
  expect(enacted).toEqual([]);
  await commits.commit();
  expect(enacted).toEqual(['links']);
});

test('one turn waits for the other, also when that fails', async () => {
  const { commits } = recorded();
  const seen: string[] = [];
  const first = commits.inTurn(async () => {
    await Promise.resolve();
    seen.push('first');
    throw new Error('broken');
  });
  const second = commits.inTurn(async () => void seen.push('second'));
  await expect(first).rejects.toThrow('broken');
  await second;
  expect(seen).toEqual(['first', 'second']);
});
