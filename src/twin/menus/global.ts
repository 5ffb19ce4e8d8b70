import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { toPropertyText } from '../../routeros/to-text.ts';
import { nothing } from '../../routeros/value.ts';
import type { MenuSpec } from '../menu/menu-spec.ts';
import type { Twin } from '../twin.ts';

/** Commands of the root that need the router: `/import`. */
export function root(twin: Twin): MenuSpec {
  return {
    path: '',
    kind: 'commands',
    properties: {},
    actions: {
      import: {
        params: ['file-name'],
        positional: ['file-name'],
        run: async ({ args, print, signal, user, activity }) => {
          const name = toPropertyText(args.get('file-name') ?? nothing);
          const file = twin.menus.get('file').items.find((item) => item.props['name'] === name);
          if (file === undefined)
            throw new RouterosError('Cannot open import file, file does not exist', {
              category: trapCategories.general,
            });
          await twin.scripts.runText({ name, text: file.props['contents'] ?? '' }, { user, activity, print, signal });
          print('\nScript file loaded and executed successfully\n');
          return nothing;
        },
      },
    },
  };
}
