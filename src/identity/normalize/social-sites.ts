/** A site on which people have pages of their own, and where in its addresses the handle stands. */
export interface SocialSite {
  /** As the network is called in scopes. */
  network: string;
  hosts: readonly string[];
  /** Paths before the handle; `''` when it comes first, `@` when it is marked so. */
  before: readonly string[];
}

/**
 * The sites whose profile pages are told from other pages. Data for reading addresses that people list, nothing is
 * done with a network
 * here; an app gives its own list to replace it.
 */
export const socialSites: readonly SocialSite[] = [
  { network: 'twitter', hosts: ['twitter.com', 'x.com'], before: [''] },
  { network: 'facebook', hosts: ['facebook.com', 'fb.com', 'fb.me'], before: ['pg/', 'people/', ''] },
  { network: 'instagram', hosts: ['instagram.com'], before: [''] },
  { network: 'linkedin', hosts: ['linkedin.com'], before: ['in/', 'company/', 'school/', 'pub/'] },
  { network: 'youtube', hosts: ['youtube.com'], before: ['@', 'user/', 'c/', 'channel/', ''] },
  { network: 'bluesky', hosts: ['bsky.app'], before: ['profile/'] },
  { network: 'threads', hosts: ['threads.net', 'threads.com'], before: ['@'] },
  { network: 'tiktok', hosts: ['tiktok.com'], before: ['@'] },
  { network: 'github', hosts: ['github.com'], before: [''] },
  { network: 'gitlab', hosts: ['gitlab.com'], before: [''] },
  { network: 'telegram', hosts: ['t.me', 'telegram.me'], before: [''] },
  { network: 'medium', hosts: ['medium.com'], before: ['@'] },
  { network: 'reddit', hosts: ['reddit.com'], before: ['user/', 'u/'] },
  { network: 'pinterest', hosts: ['pinterest.com'], before: [''] },
  { network: 'vimeo', hosts: ['vimeo.com'], before: [''] },
  { network: 'flickr', hosts: ['flickr.com'], before: ['people/', 'photos/'] },
  { network: 'xing', hosts: ['xing.com'], before: ['profile/'] },
];

/** What follows the host on such sites and is no handle. */
export const reservedPaths: ReadonlySet<string> = new Set(
  (
    'about home login signup share sharer intent search hashtag explore settings help privacy terms watch playlist results feed posts pages groups events ' +
    'profile.php dialog plugins i p reel reels stories tr topics trending marketplace orgs features pricing'
  ).split(' '),
);
