/** Providers of addresses for anybody: such a domain says nothing of where somebody works. */
const PROVIDERS: ReadonlySet<string> = new Set(
  `126.com 139.com 163.com 189.cn aim.com alice.it aliyun.com aol.com arcor.de att.net bell.net bellsouth.net
  bigpond.com bluewin.ch bol.com.br btinternet.com centurylink.net charter.net comcast.net cox.net daum.net
  duck.com earthlink.net email.com example.com fastmail.com fastmail.fm foxmail.com free.fr freenet.de
  frontier.com gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.fr gmx.net googlemail.com hanmail.net hey.com
  home.nl hotmail.co.uk hotmail.com hotmail.de hotmail.es hotmail.fr hotmail.it hushmail.com icloud.com
  ig.com.br inbox.com inbox.ru interia.pl juno.com laposte.net libero.it list.ru live.ca live.co.uk live.com
  live.de live.fr live.nl mac.com mail.com mail.de mail.ru mailbox.org me.com msn.com nate.com naver.com
  netzero.net ntlworld.com o2.pl online.de onet.pl optonline.net orange.fr outlook.com outlook.de outlook.es
  outlook.fr pm.me posteo.de proton.me protonmail.ch protonmail.com qq.com rambler.ru rediffmail.com rocketmail.com
  rogers.com runbox.com sbcglobal.net seznam.cz sfr.fr shaw.ca sina.com sky.com sohu.com sympatico.ca
  t-online.de talktalk.net telenet.be telus.net terra.com.br tiscali.it tuta.com tuta.io tutanota.com uol.com.br
  verizon.net videotron.ca virgilio.it virginmedia.com wanadoo.fr web.de windowslive.com wp.pl xs4all.nl
  xtra.co.nz ya.ru yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.au yahoo.com.br yahoo.de
  yahoo.es yahoo.fr yahoo.it yandex.com yandex.ru yeah.net ymail.com zoho.com zohomail.com`.split(/\s+/),
)

/** Whether a domain hands out addresses to anybody. */
export function isFreeMail(domain: string): boolean {
  return PROVIDERS.has(domain)
}

/** The domain of an e-mail address, in lower case; null if it is none. */
export function domainOf(email: string): string | null {
  const domain = /^[^\s@]+@((?:[a-z0-9-]+\.)+[a-z]{2,})$/i.exec(email.trim())?.[1]?.toLowerCase()
  return domain === undefined || domain.length > 200 ? null : domain
}
