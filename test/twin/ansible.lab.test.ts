import { afterAll, beforeAll, expect, test } from 'vitest';
import { inside, type Rig, startRig } from './rig.ts';

let rig: Rig;

beforeAll(async () => {
  rig = await startRig('7');
}, 60_000);

afterAll(async () => await rig[Symbol.asyncDispose]());

const environment = {
  HOME: '/run/knocklab',
  ANSIBLE_LOCAL_TEMP: '/run/knocklab/ansible',
  ANSIBLE_REMOTE_TEMP: '/run/knocklab/ansible',
  ANSIBLE_NOCOLOR: '1',
  ANSIBLE_LOCALHOST_WARNING: 'False',
  PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
};

/** Runs a playbook on a host of the lab and gives what it prints. */
async function play(tasks: string): Promise<string> {
  const book = `- hosts: localhost
  connection: local
  gather_facts: false
  vars:
    ansible_python_interpreter: /usr/bin/python3
  module_defaults:
    group/community.routeros.api:
      hostname: ${inside.router}
      username: admin
      password: ""
  tasks:
${tasks.replace(/^(?=.)/gm, '    ')}`;
  await rig.client.exec(['sh', '-c', 'mkdir -p /run/knocklab/ansible; cat > /run/knocklab/play.yml'], { input: book });
  const argv = ['/usr/bin/ansible-playbook', '-i', 'localhost,', '/run/knocklab/play.yml'];
  const { stdout, stderr } = await rig.client.exec(argv, { env: environment, timeoutMs: 110_000 });
  return `${stdout}${stderr}`;
}

test('community.routeros.api adds, queries, updates, removes and fails', async () => {
  const printed = await play(`- community.routeros.api:
    path: ip firewall address-list
    add: list=bad address=203.0.113.5 comment=ansible
- community.routeros.api:
    path: ip firewall address-list
    query: .id address list WHERE list == bad
  register: found
- debug: msg="found {{ found.msg[0].address }}"
- community.routeros.api:
    path: ip firewall address-list
    update: .id={{ found.msg[0]['.id'] }} comment=changed
- community.routeros.api:
    path: system identity
    cmd: set name=by-ansible
- community.routeros.api:
    path: ip firewall address-list
    remove: "{{ found.msg[0]['.id'] }}"
- community.routeros.api:
    path: ip firewall address-list
    add: list=bad foo=bar
  register: failed
  ignore_errors: true
- debug: msg="refused {{ failed.msg[0] if failed.msg is not string else failed.msg }}"
`);
  expect(printed).toContain('found 203.0.113.5');
  expect(printed).toMatch(/refused .*unknown parameter foo/);
  expect(printed).toMatch(/ok=8 +changed=\d+ +unreachable=0 +failed=0 .*ignored=1/);
  expect(await rig.router.run(':put [/system identity get name]')).toContain('by-ansible');
  expect(await rig.entries('bad')).toEqual({});
});

test('community.routeros.api_modify makes a menu what it should be, api_info and api_facts read it', async () => {
  await rig.load('/ip firewall address-list\nadd list=keep address=203.0.113.1\nadd list=drop address=203.0.113.2\n');
  const wanted = `- community.routeros.api_modify:
    path: ip firewall address-list
    handle_absent_entries: remove
    handle_entries_content: remove_as_much_as_possible
    data:
      - {list: keep, address: 203.0.113.1}
      - {list: new, address: 203.0.113.3, comment: made}
`;
  expect(await play(wanted)).toMatch(/changed=1 .*failed=0/);
  expect(await rig.entries('new')).toHaveProperty(['203.0.113.3']);
  expect(await rig.entries('drop')).toEqual({});
  const printed = await play(`${wanted}- community.routeros.api_info:
    path: ip firewall address-list
  register: info
- debug: msg="info {{ info.result | map(attribute='address') | join(' ') }}"
- community.routeros.api_facts:
    gather_subset: [default]
- debug: msg="facts {{ ansible_net_hostname }} {{ ansible_net_version }}"
`);
  expect(printed).toMatch(/info 203\.0\.113\.1 203\.0\.113\.3/);
  expect(printed).toContain('facts by-ansible 7.16.2');
  expect(printed).toMatch(/changed=0 .*failed=0/);
});
