// Listen: who says what, where, and which customer it is. Nothing is sent.
import { kenning } from 'kenning';
import { email } from 'kenning/channels/email';
import { feed } from 'kenning/channels/feed';
import { memory } from 'kenning/memory';

const data = `${import.meta.dirname}/demo/data`;
const app = kenning({
  store: memory(),
  channels: {
    support: email({ files: [`${data}/mails-day-1.mbox`], own: ['@harborbikes.example'] }),
    blog: feed({ file: `${data}/blog.xml` }),
  },
});

app.on('interaction', ({ interaction, customer, channel }) => {
  const who = customer.golden.attributes.name ?? customer.id;
  console.log(`${interaction.at}  ${channel}  ${who}: ${interaction.content.text.split('\n')[0]}`);
});
const { said, failed } = await app.sync();
console.log(`${said} interactions, ${failed.length} channels failed`);
await app.close();
