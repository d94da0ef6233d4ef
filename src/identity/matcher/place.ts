import type { Attributes } from '../../core/model/party.js';
import { normalizeRegion } from '../normalize/region.js';
import { fold, words } from '../normalize/text.js';

/** Where somebody lives or sits, as it is compared. */
export interface Place {
  /** Numbers and words of the street, with usual words shortened alike; empty when unknown. */
  street: string;
  city: string;
  region: string;
  postalCode: string;
  /**
   * A place as a profile or an address states it in one text: its folded words with a space around; empty when
   * unknown.
   */
  text: string;
}

const shortened: Readonly<Record<string, string>> = {
  street: 'st',
  avenue: 'ave',
  av: 'ave',
  road: 'rd',
  drive: 'dr',
  lane: 'ln',
  court: 'ct',
  boulevard: 'blvd',
  place: 'pl',
  circuit: 'cct',
  crescent: 'cres',
  close: 'cl',
  terrace: 'tce',
  highway: 'hwy',
  square: 'sq',
  parkway: 'pkwy',
  way: 'wy',
  apartment: 'apt',
  suite: 'ste',
  building: 'bldg',
  floor: 'fl',
  north: 'n',
  south: 's',
  east: 'e',
  west: 'w',
  strasse: 'str',
  straße: 'str',
};

/** What attributes say of a place, if anything. */
export function placeOf({ address, location }: Attributes): Place | undefined {
  const street = shorten(address?.street ?? '');
  const place = {
    street,
    city: words(address?.city ?? '').join(' '),
    region: normalizeRegion(address?.region ?? ''),
    postalCode: fold(address?.postalCode ?? '').replace(/[^a-z0-9]/g, ''),
    text: padded(shorten([address?.text, location].filter(Boolean).join(' '))),
  };
  return street || place.city || place.region || place.postalCode || place.text ? place : undefined;
}

const padded = (text: string): string => (text ? ` ${text} ` : '');

function shorten(text: string): string {
  return words(text.slice(0, 500))
    .map((word) => shortened[word] ?? word)
    .join(' ');
}
