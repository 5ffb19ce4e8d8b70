const byExtension: Readonly<Record<string, string>> = {
  rsc: 'script',
  backup: 'backup',
  npk: 'package',
  pub: 'ssh key',
};

/** The type that `/file print` shows: a few are known by their extension, others bear it (MikroTik's manual, "FTP server"). */
export function fileType(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  if (dot < 1) return 'file';
  const extension = name.slice(dot + 1);
  return byExtension[extension] ?? `.${extension} file`;
}
