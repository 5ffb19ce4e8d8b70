import type { Socket } from 'node:net';
import { bytesOfText } from '../../routeros/byte-text.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { Value } from '../../routeros/value.ts';
import { keyed, nothing, num, str } from '../../routeros/value.ts';
import type { ActionCall, ActionSpec } from '../menu/menu-spec.ts';
import { besideTime } from '../tools/beside-time.ts';
import { CallArguments } from '../tools/call-arguments.ts';
import { openConnection, patienceMs, reasonOf } from '../tools/open-connection.ts';
import { runSsh } from '../tools/ssh-client.ts';
import { requireNetwork } from '../tools/stands-alone.ts';
import { TelnetSession } from '../tools/telnet-session.ts';
import type { Twin } from '../twin.ts';

/** Longer than any session lasts. */
const forAsLongAsItLasts = 1e12;

const failure = (what: string): RouterosError =>
  new RouterosError(`failure: ${what}`, { category: trapCategories.general });

/** The console is back: what RouterOS says when a program that had the terminal ends. */
const welcomeBack = '\nWelcome back!\n';

const placeParams = ['address', 'port', 'vrf', 'routing-table'];

/** `/system telnet`: to any TCP port, from the router's own address, through its own rules. */
export function telnetCommand(twin: Twin): ActionSpec {
  return { params: placeParams, positional: ['address', 'port'], run: (call) => telnet(twin, call) };
}

async function telnet(twin: Twin, call: ActionCall): Promise<Value> {
  requireNetwork(twin, 'telnet');
  const args = new CallArguments(call);
  const { print, keyboard, signal } = call;
  const host = await hostOf(twin, args);
  print(`Trying ${host}...\n`);
  try {
    const socket = await connected(twin, call, { host, port: args.port() ?? 23 });
    print(`Connected to ${host}.\nEscape character is '^]'.\n`);
    const session = new TelnetSession(socket, print).run({ keyboard, signal });
    const how = await besideTime(twin, call, session, forAsLongAsItLasts);
    print(how === 'left' ? '\nConnection closed.\n' : '\nConnection closed by foreign host.\n');
  } catch (error) {
    if (error instanceof RouterosError) throw error;
    // The program says so and ends; for the console, and for a script, that is no error.
    print(`telnet: Unable to connect to remote host: ${reasonOf(error)}\n`);
  }
  print(welcomeBack);
  return nothing;
}

const sshParams = [...placeParams, 'user', 'src-address', 'command', 'output-to-file'];

/** `/system ssh`: a shell or one command on another host. */
export function sshCommand(twin: Twin): ActionSpec {
  return {
    params: sshParams,
    positional: ['address'],
    run: async (call) => {
      const { print } = call;
      try {
        await ssh(twin, call, print);
      } catch (error) {
        if (error instanceof RouterosError) throw error;
        print(`connectHandler: ${reasonOf(error)}\n`);
      }
      print(welcomeBack);
      return nothing;
    },
  };
}

/** `/system ssh-exec`: one command, whose output and exit code are the value. */
export function sshExecCommand(twin: Twin): ActionSpec {
  return {
    params: [...sshParams, 'password', 'as-value'],
    positional: ['address', 'command'],
    switches: ['as-value'],
    run: async (call) => {
      const printed: string[] = [];
      const exitCode = await ssh(twin, call, (text) => printed.push(text)).catch((error: unknown) => {
        throw error instanceof RouterosError ? error : failure(reasonOf(error).toLowerCase());
      });
      const output = printed.join('');
      if (!call.asValue && !call.args.has('as-value'))
        call.print(`  exit-code: ${exitCode}\n     output: ${output}\n\n`);
      return keyed([
        ['exit-code', num(exitCode)],
        ['output', str(output)],
      ]);
    },
  };
}

async function ssh(twin: Twin, call: ActionCall, print: (text: string) => void): Promise<number> {
  requireNetwork(twin, 'ssh');
  const args = new CallArguments(call);
  const host = await hostOf(twin, args);
  const socket = await connected(twin, call, { host, port: args.port() ?? 22 });
  const file = args.text('output-to-file');
  const shown: string[] = [];
  const request = {
    user: args.text('user') ?? call.user,
    // A command of a script has nobody to ask.
    password: args.text('password'),
    command: args.text('command'),
    keyboard: call.keyboard,
    print: file === undefined ? print : (text: string) => void shown.push(text),
    signal: call.signal,
  };
  const exitCode = (await besideTime(twin, call, runSsh(socket, request), forAsLongAsItLasts)) ?? 255;
  if (file !== undefined) twin.files.write(file, bytesOfText(shown.join('')));
  return exitCode;
}

async function hostOf({ resolver }: Twin, args: CallArguments): Promise<string> {
  const name = args.text('address') ?? '';
  if (name === '')
    throw new RouterosError('missing value(s) of argument(s) address', { category: trapCategories.missing });
  return resolver.resolve(name);
}

/** Rejects with the kernel's reason, and as the kernel does when nobody answers for long. */
async function connected(twin: Twin, call: ActionCall, place: { host: string; port: number }): Promise<Socket> {
  const given = new AbortController();
  const signal = AbortSignal.any([call.signal, given.signal]);
  const localAddress = new CallArguments(call).address('src-address');
  const opening = openConnection({ ...place, localAddress, signal });
  try {
    const socket = await besideTime(twin, call, opening, patienceMs);
    if (socket !== undefined) return socket;
  } catch (error) {
    given.abort();
    throw error;
  }
  given.abort();
  throw Object.assign(new Error('Connection timed out'), { code: 'ETIMEDOUT' });
}
