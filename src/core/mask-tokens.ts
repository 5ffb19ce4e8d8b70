/** An export wraps its lines anywhere, also within a token: a backslash, the end of the line, four blanks. */
const wrap = String.raw`(?:\\\r?\n {4})?`;

/** `123456789:AAF…`, the form BotFather gives a token; in a URL the colon may be `%3A`, in a RouterOS string `\3A`. */
const token = new RegExp(String.raw`((?:\d${wrap}){6,})(:|%(?:25)?3A|\\3A)(?:${wrap}[A-Za-z0-9_-]){20,}`, 'gi');

/** Whatever a URL of the Bot API has in the place of the token, also one cut short or mistyped. */
const tokenInPath = /(\/bot\d+)(:|%(?:25)?3A|\\3A)[^/\s"'?*]+(?=\/)/gi;

/** Hides the secret part of Telegram bot tokens; the digits stay, they only name the bot. */
export function maskTokens(text: string): string {
  return text.replace(token, '$1$2***').replace(tokenInPath, '$1$2***');
}
