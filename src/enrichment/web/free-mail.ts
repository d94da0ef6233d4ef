/** Domains under which anybody gets a mailbox, so that they say nothing of whose it is. Data. */
export const freeMailDomains: ReadonlySet<string> = new Set(
  `gmail.com googlemail.com outlook.com outlook.de outlook.fr outlook.es hotmail.com hotmail.co.uk hotmail.de hotmail.fr hotmail.it hotmail.es live.com live.co.uk live.fr live.nl
  msn.com passport.com yahoo.com yahoo.co.uk yahoo.co.in yahoo.co.jp yahoo.de yahoo.fr yahoo.es yahoo.it yahoo.ca yahoo.com.br ymail.com rocketmail.com aol.com aol.co.uk aim.com
  icloud.com me.com mac.com proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tuta.com tuta.io tutamail.com fastmail.com fastmail.fm hey.com zoho.com zohomail.eu
  gmx.com gmx.de gmx.net gmx.at gmx.ch web.de freenet.de t-online.de arcor.de posteo.de posteo.net mailbox.org mail.de email.de 1und1.de online.de kabelmail.de vodafone.de
  mail.com email.com usa.com inbox.com hushmail.com startmail.com runbox.com disroot.org riseup.net mail.ru bk.ru inbox.ru list.ru yandex.ru yandex.com ya.ru rambler.ru ukr.net
  orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr libero.it virgilio.it alice.it tin.it tiscali.it hotmail.be skynet.be telenet.be ziggo.nl kpnmail.nl xs4all.nl planet.nl
  home.nl bluewin.ch hispeed.ch sunrise.ch a1.net chello.at telefonica.net terra.com.br uol.com.br bol.com.br ig.com.br globo.com sapo.pt wp.pl o2.pl onet.pl interia.pl gazeta.pl seznam.cz
  centrum.cz abv.bg mail.bg btinternet.com sky.com talktalk.net virginmedia.com ntlworld.com blueyonder.co.uk comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net
  earthlink.net juno.com optonline.net frontier.com roadrunner.com rogers.com shaw.ca sympatico.ca telus.net bigpond.com optusnet.com.au xtra.co.nz qq.com 163.com 126.com yeah.net sina.com
  sina.cn foxmail.com aliyun.com naver.com hanmail.net daum.net nate.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp i.softbank.jp rediffmail.com walla.co.il duck.com mozmail.com
  privaterelay.appleid.com simplelogin.com mailinator.com guerrillamail.com 10minutemail.com`.split(/\s+/),
);
