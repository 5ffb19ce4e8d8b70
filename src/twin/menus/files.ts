import { byteLength, bytesOfText, textOfBytes } from '../../routeros/byte-text.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { toPropertyText } from '../../routeros/to-text.ts';
import { id, keyed, nothing, str } from '../../routeros/value.ts';
import type { StoredFile } from '../files/file-store.ts';
import { fileType } from '../files/file-type.ts';
import type { ActionSpec, MenuSpec, Props, Row } from '../menu/menu-spec.ts';
import { integer, oneOf, text, word } from '../menu/property-type.ts';
import { dateTimeText } from '../time/date-text.ts';
import type { Twin } from '../twin.ts';
import { isAtLeast, type RosVersion } from '../version.ts';

/** What `contents` shows, and takes: 4 kB in 6, about 60 kB in 7 (language-facts 11). */
function longestContents({ major }: RosVersion): number {
  return major === 6 ? 4095 : 61_440;
}

/** When a file was made until 7.12, from then on when it was changed last (schema: `last-modified`). */
const timeName = (version: RosVersion): string => (isAtLeast(version, 7, 13) ? 'last-modified' : 'creation-time');

/** `/file`: what lies on the router's disk. */
export function files(twin: Twin): MenuSpec {
  const time = timeName(twin.version);
  return {
    path: 'file',
    differs: 'kept in memory: 64 MB, 10,000 files',
    kind: 'list',
    key: 'name',
    fixed: true,
    neverExported: true,
    columns: ['name', 'type', 'size', time],
    properties: {
      name: { type: text },
      type: { type: oneOf('file', 'directory'), readonly: true },
      size: { type: integer(0, Number.MAX_SAFE_INTEGER), readonly: true },
      [time]: { type: word, readonly: true },
      contents: { type: text },
    },
    dynamicRows: () => twin.files.files.map((file) => fileRow(file, twin.version)),
    removeDynamic: async ({ props }) => twin.files.remove(props['name'] ?? ''),
    setDynamic: async ({ props }, given) => setFile(twin, props['name'] ?? '', given),
    actions: { add: addFile(twin), ...(isAtLeast(twin.version, 7, 13) ? { read: readFile(twin) } : {}) },
  };
}

function fileRow(file: StoredFile, version: RosVersion): Row {
  const time = timeName(version);
  const ms = time === 'creation-time' ? file.createdMs : file.modifiedMs;
  return {
    id: file.id,
    dynamic: true,
    props: {
      name: file.path,
      type: file.isDirectory ? 'directory' : fileType(file.path),
      ...(file.isDirectory ? {} : { size: String(file.bytes.length) }),
      [time]: dateTimeText(ms, version),
      ...(file.isDirectory || file.bytes.length > longestContents(version)
        ? {}
        : { contents: textOfBytes(file.bytes) }),
    },
  };
}

function setFile(twin: Twin, path: string, given: Props): void {
  const { contents, name = path } = given;
  if (contents !== undefined) {
    requireShort(twin, contents);
    twin.files.write(path, bytesOfText(contents));
  }
  twin.files.rename(path, name);
}

function requireShort({ version }: Twin, contents: string): void {
  if (byteLength(contents) > longestContents(version))
    throw new RouterosError('failure: new contents too long', { category: trapCategories.general });
}

/** Since 7; the harness brings its files in this way on either release, and may bring long ones. */
function addFile(twin: Twin): ActionSpec {
  return {
    params: ['name', 'contents', 'type'],
    run: async ({ args, session }) => {
      const [name, contents, type] = ['name', 'contents', 'type'].map((arg) =>
        toPropertyText(args.get(arg) ?? nothing),
      );
      if (name === undefined || name === '')
        throw new RouterosError('missing value(s) of argument(s) name', { category: trapCategories.missing });
      if (session !== undefined && session.management !== true) requireShort(twin, contents ?? '');
      if (twin.files.find(name) !== undefined)
        throw new RouterosError('failure: file already exists', { category: trapCategories.general });
      const file =
        type === 'directory' ? twin.files.makeDirectory(name) : twin.files.write(name, bytesOfText(contents ?? ''));
      return id(file.id);
    },
  };
}

const longestChunk = 32_768;

/** `/file read`, for files that are too long for `contents` (7.13 and later). */
function readFile(twin: Twin): ActionSpec {
  return {
    params: ['file', 'offset', 'chunk-size', 'as-value'],
    switches: ['as-value'],
    run: async ({ args, print, asValue }) => {
      const number = (name: string, usual: number): number =>
        Number(toPropertyText(args.get(name) ?? str(String(usual))));
      const [offset, size] = [number('offset', 0), Math.min(number('chunk-size', longestChunk), longestChunk)];
      const bytes = twin.files.read(toPropertyText(args.get('file') ?? nothing));
      const data = textOfBytes(bytes.subarray(offset, offset + size));
      if (!asValue && !args.has('as-value')) print(`  data: ${data}\n`);
      return keyed([['data', str(data)]]);
    },
  };
}
