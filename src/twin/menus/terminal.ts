import { bytesOfText, textOfBytes } from '../../routeros/byte-text.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { Value } from '../../routeros/value.ts';
import { nothing, num, str } from '../../routeros/value.ts';
import type { ActionCall, ActionSpec, MenuSpec } from '../menu/menu-spec.ts';
import type { Key } from '../terminal/key-reader.ts';
import { KeyReader } from '../terminal/key-reader.ts';
import { LineEditor } from '../terminal/line-editor.ts';
import { LineView } from '../terminal/line-view.ts';
import { besideTime } from '../tools/beside-time.ts';
import { CallArguments } from '../tools/call-arguments.ts';
import type { Twin } from '../twin.ts';

/** `/terminal`: what scripts ask of whoever sits there. */
export function terminal(twin: Twin): MenuSpec {
  return {
    path: 'terminal',
    kind: 'commands',
    properties: {},
    actions: {
      inkey: { params: ['timeout'], run: (call) => inkey(twin, call) },
      ...(twin.version.major === 6
        ? {}
        : { ask: { params: ['prompt', 'preinput', 'value-name'], run: (call) => ask(twin, call) } }),
      // Colours are the terminal's own here.
      style: { params: ['style'], positional: ['style'], run: async () => nothing },
      cuu: shows('\x1b[A'),
      el: shows('\x1b[K'),
    },
  };
}

/** A terminal does that; there is nothing to see elsewhere. */
const shows = (sequence: string): ActionSpec => ({
  params: [],
  run: async ({ keyboard, print }) => {
    if (keyboard !== undefined) print(sequence);
    return nothing;
  },
});

/** What `inkey` gives when nobody has typed anything. */
const noKey = 65_535;

const arrows: Readonly<Partial<Record<Key['name'], number>>> = {
  left: 60_929,
  right: 60_930,
  up: 60_931,
  down: 60_932,
};

const interrupted = (): RouterosError => new RouterosError('interrupted', { category: trapCategories.interrupted });

const forAsLongAsItLasts = 1e12;

/** The code of the next key. */
async function inkey(twin: Twin, call: ActionCall): Promise<Value> {
  const { keyboard } = call;
  const timeoutMs = new CallArguments(call).ms('timeout') ?? (keyboard === undefined ? 0 : forAsLongAsItLasts);
  const { promise, resolve } = Promise.withResolvers<number>();
  const release = keyboard?.hold((bytes) => {
    const { code, rest } = firstKey(bytes);
    release?.();
    keyboard.putBack(rest);
    resolve(code);
  });
  try {
    const code = await besideTime(twin, call, promise, timeoutMs);
    if (code === 3) throw interrupted();
    return num(BigInt(code ?? noKey));
  } finally {
    release?.();
  }
}

/** A sequence of an arrow is one key. */
function firstKey(bytes: Uint8Array): { readonly code: number; readonly rest: Uint8Array } {
  const [first = 0] = bytes;
  const sequence = /^\x1b(?:\[[0-9;]*[A-Z~]|O[A-Z])/.exec(textOfBytes(bytes))?.[0];
  if (sequence === undefined) return { code: first, rest: bytes.slice(1) };
  const [key] = new KeyReader().read(bytesOfText(sequence));
  return { code: (key === undefined ? undefined : arrows[key.name]) ?? first, rest: bytes.slice(sequence.length) };
}

/** A line that can be edited, as the console's own. */
async function ask(twin: Twin, call: ActionCall): Promise<Value> {
  const args = new CallArguments(call);
  const { keyboard, print } = call;
  const prompt = args.text('prompt');
  if (prompt !== undefined) print(`${prompt}\n`);
  const preinput = args.text('preinput') ?? '';
  if (keyboard === undefined) return str(preinput);
  const label = `${args.text('value-name') ?? 'value'}: `;
  const editor = new LineEditor();
  editor.set(preinput);
  const view = new LineView(print);
  const draw = (): void => view.draw(label, editor.text, { cursor: editor.cursor, columns: 80 });
  draw();
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const keys = new KeyReader();
  const release = keyboard.hold((bytes) => {
    for (const key of keys.read(bytes)) {
      if (key.name === 'interrupt') reject(interrupted());
      else if (key.name === 'enter') resolve(editor.text);
      else editor.edit(key);
    }
    draw();
  });
  try {
    return str((await besideTime(twin, call, promise, forAsLongAsItLasts)) ?? '');
  } finally {
    release();
    print('\n');
  }
}
