import { person, random } from '../made-up.js';

/** A contact as the made-up CRM gives it. */
export interface ListedContact {
  id: string;
  changedAt: string;
  properties: Record<'firstname' | 'lastname' | 'email' | 'phone' | 'company' | 'jobtitle' | 'city' | 'zip', string>;
}

const titles = ['Buyer', 'Head of sales', 'Fleet manager', 'Engineer', 'Nurse', 'Owner', 'Clerk', 'Director'];

/** One in fifty is there twice, under another address. */
export function contact(number: number): ListedContact {
  const twin = number > 100 && number % 50 === 0;
  const someone = twin ? number - 37 : number;
  const { name } = person(someone);
  const next = random(someone * 31 + 7);
  const [firstname = '', lastname = ''] = name.split(' ');
  const company = Math.floor(next() * 40_000);
  const city = Math.floor(next() * 3000);
  return {
    id: String(10_000_000 + number),
    changedAt: new Date(Date.UTC(2024, 0, 1) + number * 1000).toISOString(),
    properties: {
      firstname,
      lastname,
      email: `${firstname}.${lastname}${twin ? '.home' : ''}@company-${company}.example`.toLowerCase(),
      phone: `+49 30 ${String(1_000_000 + someone).padStart(8, '0')}`,
      company: `Company ${company} GmbH`,
      jobtitle: titles[Math.floor(next() * titles.length)] as string,
      city: `Town ${city}`,
      zip: String(10_000 + city),
    },
  };
}
