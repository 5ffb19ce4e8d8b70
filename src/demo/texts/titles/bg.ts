/** Titles of the schemes and of their steps, by the English ones of the scenarios. */
export const bgTitles: Readonly<Record<string, string>> = {
  'Scheme 1: neither alerts nor knocking': 'Схема 1: без известия и без почукване',
  'Scheme 2: alerts, but no knocking': 'Схема 2: с известия, но без почукване',
  'Scheme 3: knocking, trap and alerts': 'Схема 3: почукване, капан и известия',
  'the service ports are open to everybody': 'портовете на услугите са отворени за всички',
  'an ordinary scan shows them as well': 'и обикновено сканиране ги показва',
  'the scan has no consequence: ports and internet stay open to the scanner':
    'сканирането няма последици: портовете и интернет остават отворени за сканиращия',
  'nothing is logged and nobody is told': 'нищо не се записва и никой не е известен',
  'the service ports are open before the scan': 'портовете на услугите са отворени преди сканирането',
  'an ordinary scan trips the trap': 'обикновено сканиране задейства капана',
  'the services are closed to the scanner, and to nobody else': 'услугите са затворени за сканиращия и за никого друг',
  'the internet is closed to the scanner, and to nobody else': 'интернет е затворен за сканиращия и за никого друг',
  'the administrator hears of it within a minute': 'администраторът научава за това до една минута',
  'knocking does not help: there is no ladder': 'почукването не помага: няма стълба',
  'the service ports are open before anything has happened':
    'портовете на услугите са отворени, преди нещо да се е случило',
  'a scan of just the four services never touches the trap': 'сканиране само на четирите услуги не докосва капана',
  'an ordinary scan trips the trap, but sees the ports first':
    'обикновено сканиране задейства капана, но преди това вижда портовете',
  'knocks in the wrong order, or not all of them, open nothing': 'почукване в грешен ред или не докрай не отваря нищо',
  'stage 1 is forgotten after 30 seconds': 'стъпало 1 се забравя след 30 секунди',
  'stage 2 is forgotten after 30 seconds': 'стъпало 2 се забравя след 30 секунди',
  'stage 3 is forgotten after 30 seconds': 'стъпало 3 се забравя след 30 секунди',
  'four knocks in order open services and internet for the scanner':
    'четири почуквания по ред отварят услугите и интернет за сканиращия',
  'the administrator hears of that too': 'администраторът научава и за това',
  'the authentication ends after half an hour': 'удостоверяването изтича след половин час',
  "the fifth knock of the text, by Debian's knock client, lets in and bans":
    'петото почукване от текста, с програмата knock на Debian, пуска и после блокира',
  'the ban ends after an hour': 'забраната изтича след един час',
  'a sequential scan lets itself in': 'последователно сканиране само си отваря',
};
