/** An export wraps its lines anywhere, also within a token: a backslash, the end of the line, four blanks. */
const wrap = String.raw`(?:\\\r?\n {4})?`;

/** `123456789:AAF…`, the form BotFather gives a token; in a URL the colon may be `%3A`, in a RouterOS string `\3A`. */
const token = new RegExp(String.raw`((?:\d${wrap}){6,})(:|%(?:25)?3A|\\3A)(?:${wrap}[A-Za-z0-9_-]){20,}`, 'gi');

/** Whatever a URL of the Bot API has in the place of the token, also one cut short or mistyped. */
const tokenInPath = /(\/bot\d+)(:|%(?:25)?3A|\\3A)[^/\s"'?*]+(?=\/)/gi;

/**
 * A property of RouterOS that keeps a secret, with its value: a word, or a text in quotes, which stand escaped in a script.
 * What a script works out (`$x`, `[…]`) is none, and neither is a switch.
 */
const secretProperty = new RegExp(
  String.raw`((?<![\w])(?:[\w.]+-)*(?:password|passphrase|passwd|secret|psk|(?:pre-?shared|private|md5|auth|authentication|encryption|wpa2?)-key|key-val|static-key-[0-3])=${wrap})` +
    String.raw`(?!\*\*\*|(?:yes|no)\b)("(?:[^"\\]|\\[^])+"|\\"(?:[^"\\]|\\[^"])+\\"|[^\s"\\$[(;}\]][^\s"\\;}\]]*)`,
  'g',
);

/** Hides the secret part of Telegram bot tokens, where the digits only name the bot, and the secrets of a configuration. */
export function maskTokens(text: string): string {
  const withoutTokens = text.replace(token, '$1$2***').replace(tokenInPath, '$1$2***');
  return withoutTokens.includes('=') ? withoutTokens.replace(secretProperty, '$1***') : withoutTokens;
}
