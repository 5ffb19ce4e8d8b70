import type { Difference } from '../mutants/compare-firewalls.ts';
import { type Trait, traitsOf } from './traits.ts';

/** How scenarios are written: TypeScript or YAML. */
export type ScenarioForm = 'typescript' | 'yaml';

/** A step that would tell the two firewalls apart, to be fitted in by hand: hosts and addresses are guesses. */
export function sketchStep(difference: Difference, form: ScenarioForm): string {
  const trait = traitsOf(difference);
  const lines = form === 'yaml' ? yamlLines(trait) : typescriptLines(trait);
  return lines.join('\n');
}

function typescriptLines({ title, notes, lists, host, probe, expectation }: Trait): string[] {
  const setUp = lists.map(
    (list) => `  await router.run(\`/ip firewall address-list add list="${list}" address=\${${host}.address}\`);`,
  );
  return [
    `await step('${title.replaceAll("'", '’')}', async () => {`,
    ...notes.map((note) => `  // ${note}`),
    ...setUp,
    ...typescriptCheck(host, probe, expectation),
    '});',
  ];
}

function typescriptCheck(host: string, probe: Trait['probe'], expectation: Trait['expectation']): string[] {
  const send =
    probe.port === undefined
      ? `${host}.ping(${probe.target})`
      : `${host}.knock(${probe.target}, ['${probe.port}/${probe.protocol}'])`;
  const { kind } = expectation;
  if (kind === 'list') {
    const not = expectation.holds ? '' : '.not';
    return [`  await ${send};`, `  expect(await router.addressList('${expectation.list}'))${not}.toHold(${host});`];
  }
  if (kind === 'lifetime')
    return [
      `  await expect(router.entry('${expectation.list}', ${host})).toLive({`,
      `    by: () => ${send}, opensWithin: '1s', closesAfter: '${expectation.lasts}', within: '1s', staysClosed: '2s',`,
      '  });',
    ];
  if (kind === 'log')
    return [`  await ${send};`, `  expect(await router.log()).toHaveLogged(/^${expectation.prefix}/);`];
  if (kind === 'order') return [`  await ${send};`, '  // …and look at what is left of it.'];
  if (probe.port === undefined) return [`  expect((await ${send}).received).toBe(${expectation.passes ? 1 : 0});`];
  const state = expectation.passes ? 'open' : 'filtered';
  const ports = probe.protocol === 'udp' ? `{ udp: [${probe.port}] }` : `[${probe.port}]`;
  return [`  expect(await ${host}.scan(${probe.target}, ${ports})).toShow({ ${state}: [${probe.port}] });`];
}

function yamlLines({ title, notes, lists, host, probe, expectation }: Trait): string[] {
  const to = probe.target;
  const send =
    probe.port === undefined
      ? `ping: { from: ${host}, to: ${to} }`
      : `knock: { from: ${host}, to: ${to}, sequence: [${probe.port}/${probe.protocol}] }`;
  const setUp = lists.map(
    (list) => `- run: { router: '/ip firewall address-list add list="${list}" address=ADDRESS-OF-${host}' }`,
  );
  return [`# ${title}`, ...notes.map((note) => `# ${note}`), ...setUp, ...yamlCheck(host, send, probe, expectation)];
}

function yamlCheck(host: string, send: string, probe: Trait['probe'], expectation: Trait['expectation']): string[] {
  if (expectation.kind === 'list')
    return [
      `- ${send}`,
      `- expect: { address-list: ${expectation.list}, ${expectation.holds ? 'holds' : 'does-not-hold'}: ${host} }`,
    ];
  if (expectation.kind === 'lifetime')
    return [
      `- ${send}`,
      `- advance: ${expectation.lasts}`,
      `- expect: { address-list: ${expectation.list}, does-not-hold: ${host} }`,
    ];
  if (expectation.kind === 'log') return [`- ${send}`, `- expect: { log: "${expectation.prefix}" }`];
  if (expectation.kind === 'order') return [`- ${send}`, '# …and look at what is left of it.'];
  const { from, to } = { from: host, to: probe.target };
  if (probe.port === undefined)
    return [`- ping: { from: ${from}, to: ${to}, expect: ${expectation.passes ? 'answered' : 'unanswered'} }`];
  const state = expectation.passes ? 'open' : 'filtered';
  return [`- scan: { from: ${from}, to: ${to}, ${probe.protocol}: [${probe.port}], expect: ${state} }`];
}
