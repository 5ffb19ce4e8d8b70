const longest = 64 * 1024;

/** A trace is read as a whole; one command must not make it unreadable. */
export function cut(output: { stdout: string; stderr: string }): { stdout: string; stderr: string } {
  return { stdout: cutText(output.stdout), stderr: cutText(output.stderr) };
}

function cutText(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}\n… ${text.length - longest} characters more`;
}
