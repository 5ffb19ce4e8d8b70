import { textOfBytes } from '../../routeros/byte-text.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { toPropertyText } from '../../routeros/to-text.ts';
import { nothing } from '../../routeros/value.ts';
import type { MenuSpec } from '../menu/menu-spec.ts';
import type { Twin } from '../twin.ts';
import { historyCommand } from './history.ts';
import { pingCommand } from './ping.ts';
import { passwordCommand } from './users.ts';

/** Commands of the root that need the router: `/import`. */
export function root(twin: Twin): MenuSpec {
  return {
    path: '',
    kind: 'commands',
    properties: {},
    actions: {
      password: passwordCommand(twin),
      ping: pingCommand(twin),
      undo: historyCommand(() => twin.history.undo()),
      redo: historyCommand(() => twin.history.redo()),
      import: {
        params: ['file-name'],
        positional: ['file-name'],
        run: async ({ args, print, signal, user, activity, session, policies }) => {
          const name = toPropertyText(args.get('file-name') ?? nothing);
          const file = twin.files.find(name);
          if (file === undefined || file.isDirectory)
            throw new RouterosError('Cannot open import file, file does not exist', {
              category: trapCategories.general,
            });
          await twin.scripts.runText(
            { name, text: textOfBytes(file.bytes) },
            { user, activity, session, policies, print, signal, imports: true },
          );
          print('\nScript file loaded and executed successfully\n');
          return nothing;
        },
      },
    },
  };
}
