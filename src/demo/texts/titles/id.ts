/** Titles of the schemes and of their steps, by the English ones of the scenarios. */
export const idTitles: Readonly<Record<string, string>> = {
  'Scheme 1: neither alerts nor knocking': 'Skema 1: tanpa peringatan dan tanpa ketukan',
  'Scheme 2: alerts, but no knocking': 'Skema 2: ada peringatan, tanpa ketukan',
  'Scheme 3: knocking, trap and alerts': 'Skema 3: ketukan, perangkap dan peringatan',
  'the service ports are open to everybody': 'port layanan terbuka bagi semua orang',
  'an ordinary scan shows them as well': 'pemindaian biasa juga menampakkannya',
  'the scan has no consequence: ports and internet stay open to the scanner':
    'pemindaian tidak berakibat apa-apa: port dan internet tetap terbuka bagi pemindai',
  'nothing is logged and nobody is told': 'tidak ada yang dicatat dan tidak ada yang diberi tahu',
  'the service ports are open before the scan': 'port layanan terbuka sebelum pemindaian',
  'an ordinary scan trips the trap': 'pemindaian biasa menyentuh perangkap',
  'the services are closed to the scanner, and to nobody else': 'layanan tertutup bagi pemindai, dan hanya baginya',
  'the internet is closed to the scanner, and to nobody else': 'internet tertutup bagi pemindai, dan hanya baginya',
  'the administrator hears of it within a minute': 'administrator mengetahuinya dalam satu menit',
  'knocking does not help: there is no ladder': 'mengetuk tidak menolong: tangganya tidak ada',
  'the service ports are open before anything has happened': 'port layanan terbuka sebelum terjadi apa pun',
  'a scan of just the four services never touches the trap':
    'pemindaian keempat layanan saja tidak pernah menyentuh perangkap',
  'an ordinary scan trips the trap, but sees the ports first':
    'pemindaian biasa menyentuh perangkap, tetapi melihat portnya lebih dahulu',
  'knocks in the wrong order, or not all of them, open nothing':
    'ketukan dengan urutan salah, atau tidak lengkap, tidak membuka apa pun',
  'stage 1 is forgotten after 30 seconds': 'tahap 1 dilupakan setelah 30 detik',
  'stage 2 is forgotten after 30 seconds': 'tahap 2 dilupakan setelah 30 detik',
  'stage 3 is forgotten after 30 seconds': 'tahap 3 dilupakan setelah 30 detik',
  'four knocks in order open services and internet for the scanner':
    'empat ketukan berurutan membuka layanan dan internet bagi pemindai',
  'the administrator hears of that too': 'administrator juga mengetahui hal itu',
  'the authentication ends after half an hour': 'autentikasi berakhir setelah setengah jam',
  "the fifth knock of the text, by Debian's knock client, lets in and bans":
    'ketukan kelima dari teks makalah, dengan klien knock dari Debian, membuka lalu memblokir',
  'the ban ends after an hour': 'blokir berakhir setelah satu jam',
  'a sequential scan lets itself in': 'pemindaian berurutan membuka pintunya sendiri',
};
