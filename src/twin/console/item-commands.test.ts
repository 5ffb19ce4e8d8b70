import { describe, expect, test } from 'vitest';
import { servedTwin } from '../fixtures/served-twin.ts';

const rules = `/ip firewall filter
add chain=input action=accept comment=a
add chain=input action=drop comment=b disabled=yes
add chain=forward action=drop comment=c src-address=192.0.2.1
`;

/** Comments of the rules, in their order. */
const commentsOf = ':foreach r in=[/ip firewall filter print as-value] do={:put ($r->"comment")}';

/** What commands make of three rules, `a`, `b` and `c`. */
async function rulesAfter(text: string, ros = '7'): Promise<string> {
  const { run } = await servedTwin(ros, rules);
  await run(text);
  return (await run(commentsOf)).trim().split('\n').join(' ');
}

/** The text of the error that ends a line. */
async function refusal(line: string, ros = '7'): Promise<string> {
  const { run } = await servedTwin(ros, rules);
  return run(line).then(
    () => 'no error',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

describe('items are called', () => {
  test.each([
    ['by the number of the last print', 'print; remove 1', 'a c'],
    ['by that number among what was printed', 'print where chain=forward; remove 0', 'a b'],
    ['by number without a print', 'remove 0', 'b c'],
    ['by a list of numbers', 'print; remove 0,2', 'b'],
    ['by a range of numbers', 'print; remove 0-1', 'c'],
    ['by id', 'remove *2', 'a c'],
    ['by find', 'remove [find chain=input]', 'c'],
    ['by an array of them', 'remove ([find comment=a], [find comment=c])', 'b'],
    ['with the name of the argument', 'remove numbers=0', 'b c'],
  ])('%s', async (_how, commands, left) => {
    expect(await rulesAfter(`/ip firewall filter { ${commands} }`)).toBe(left);
  });

  test('by name where they have one', async () => {
    const { run } = await servedTwin('7', '/interface bridge { add name=br1; add name=br2 }');
    await run('/interface bridge remove br1');
    expect(await run(':put [/interface get [find type=bridge] name]')).toBe('br2\n');
    await run('/interface set br2 comment=x; /interface comment br2 y');
    expect(await run(':put [/interface bridge get br2 comment]')).toBe('y\n');
  });
});

describe('place', () => {
  test.each([
    ['move before another', 'move [find comment=c] [find comment=a]', 'c a b'],
    ['move to the end', 'move 0', 'b c a'],
    ['move several, which keep their order', 'move 1,2 0', 'b c a'],
    ['move with the name of the argument', 'move 2 destination=1', 'a c b'],
    ['add before another', 'add chain=input place-before=1 comment=x', 'a x b c'],
    ['add before what find gives', 'add chain=input place-before=[find comment=c] comment=x', 'a b x c'],
  ])('%s', async (_what, command, order) => {
    expect(await rulesAfter(`/ip firewall filter ${command}`)).toBe(order);
  });
});

test.each([
  ['enable', 'enable [find comment=b]', 'disabled', 'false'],
  ['disable', 'disable [find comment=b]', 'disabled', 'true'],
  ['set without a value unsets', 'set [find comment=b] !action', 'action', 'accept'],
  ['unset', 'unset [find comment=b] action', 'action', 'accept'],
  ['reset keeps what an item needs', 'reset [find comment=b] comment=b', 'chain', 'input'],
  ['reset takes away the rest', 'reset [find comment=b] comment=b', 'action', 'accept'],
  ['a word may be its beginning', 'set [find comment=b] action=rej', 'action', 'reject'],
])('%s', async (_what, command, property, value) => {
  const { run } = await servedTwin('7', rules);
  await run(`/ip firewall filter ${command}`);
  expect(await run(`:put [/ip firewall filter get [find comment=b] ${property}]`)).toBe(`${value}\n`);
});

test('copy-from takes all of another item, but for what is given', async () => {
  const { run } = await servedTwin('7', rules);
  const added = '[/ip firewall filter add copy-from=[find comment=c] comment=d action=reject]';
  expect(await run(`:put [/ip firewall filter get ${added} src-address]`)).toBe('192.0.2.1\n');
  expect(await run('/ip firewall filter print terse where comment=d')).toContain(
    'chain=forward action=reject src-address=192.0.2.1',
  );
});

describe('get', () => {
  test.each([
    ['a property by its name', 'get 2 chain', 'forward'],
    ['by the beginning of its name', 'get 2 cha', 'forward'],
    ['with the names of the arguments', 'get number=2 value-name=chain', 'forward'],
    ['nothing where nothing is set', 'get 0 src-address', ''],
    ['a flag', 'get 1 disabled', 'true'],
  ])('gives %s', async (_what, command, value) => {
    const { run } = await servedTwin('7', rules);
    expect(await run(`:put [/ip firewall filter ${command}]`)).toBe(`${value}\n`);
  });

  test('without a name gives the whole item', async () => {
    const { run } = await servedTwin('7', rules);
    expect(await run(':put ([/ip firewall filter get 2]->"src-address")')).toBe('192.0.2.1\n');
  });
});

const filter = '/ip firewall filter';

test.each([
  [`${filter} remove 99`, 'no such item'],
  [`${filter} set *99 action=drop`, 'no such item'],
  [`${filter} remove`, 'missing value(s) of argument(s) numbers'],
  [`${filter} set action=drop`, 'missing value(s) of argument(s) numbers'],
  ['/interface set none comment=x', 'no such item'],
  [`${filter} remove [find comment=none]`, 'no error'],
  [`${filter} set [find comment=none] action=drop`, 'no error'],
  [`:put [${filter} get [find comment=none] chain]`, 'no such item'],
  [`:put [${filter} get [find] chain]`, 'invalid internal item number'],
  [`:put [${filter} get 0 none]`, 'input does not match any value of value-name'],
  [`:put [${filter} get 0 .id]`, 'input does not match any value of value-name'],
  [`:put [${filter} get 0 src]`, 'ambiguous value of value-name, more than one possible value matches input'],
  [`${filter} unset 0 none`, 'input does not match any value of value-name'],
  [`${filter} set 0 !chain`, 'expected end of command'],
  [`${filter} add chain=input place-before=99`, "failure: item referred by 'place-before' does not exist"],
  [`${filter} add chain=input action=fly`, 'input does not match any value of action'],
  [`${filter} add chain=input action=add-`, 'ambiguous value of action, more than one possible value matches input'],
  [`${filter} add chain=input connection-state=new,wrong`, 'input does not match any value of connection-state'],
  [`${filter} add action=drop`, 'missing value(s) of argument(s) chain'],
  ['/ip service set www port=70000', 'value of port out of range (1..65535)'],
  ['/ip service set www port=http', 'invalid value for argument port'],
  ['/ip address add address=192.0.2.1/24 interface=ether', /^ambiguous value of interface/],
  ['/system identity get none', 'input does not match any value of value-name'],
  [`${filter} edit 0 comment`, /^failure: the twin has no editor/],
])('%s: %s', async (line, text) => {
  expect(await refusal(line)).toMatch(text);
});
