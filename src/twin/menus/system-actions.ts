import { ExitSignal } from '../../routeros/interpreter/signals.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { toText } from '../../routeros/to-text.ts';
import { nothing } from '../../routeros/value.ts';
import type { ActionSpec, MenuSpec } from '../menu/menu-spec.ts';
import { reboot } from '../reboot.ts';
import type { Twin } from '../twin.ts';
import { sshCommand, sshExecCommand, telnetCommand } from './remote-consoles.ts';

const refusing = (what: string, ...params: string[]): ActionSpec => ({
  params,
  run: async () => {
    throw new RouterosError(`failure: the twin does not ${what}`, { category: trapCategories.general });
  },
});

/** `/system`: to start anew; what would take the router away is refused. */
export function systemActions(twin: Twin): MenuSpec {
  return {
    path: 'system',
    kind: 'commands',
    properties: {},
    actions: {
      reboot: {
        params: ['delay', 'force'],
        run: async ({ print }) => {
          print('router is rebooting\n');
          await reboot(twin);
          // Whatever the script was about to do next, it is not there any more.
          throw new ExitSignal();
        },
      },
      telnet: telnetCommand(twin),
      ssh: sshCommand(twin),
      'ssh-exec': sshExecCommand(twin),
      shutdown: refusing('switch itself off', 'delay'),
      'reset-configuration': refusing(
        'forget its configuration: start another one',
        'keep-users',
        'no-defaults',
        'skip-backup',
        'run-after-reset',
      ),
    },
  };
}

/** `/system backup`: a file of that name, which only this router could read. */
export function backups(twin: Twin): MenuSpec {
  return {
    path: 'system backup',
    kind: 'commands',
    properties: {},
    actions: {
      save: {
        params: ['name', 'password', 'encryption', 'dont-encrypt'],
        run: async ({ args, print }) => {
          const name = toText(args.get('name') ?? nothing) || `${twin.identity}-backup`;
          const file = name.endsWith('.backup') ? name : `${name}.backup`;
          twin.files.write(file, Buffer.from('a backup of a twin holds nothing\n'));
          print('Configuration backup saved\n');
          return nothing;
        },
      },
      load: refusing('load backups: they are in a format of MikroTik’s own', 'name', 'password'),
    },
  };
}
