// What posts say: language and sentiment offline, and labels of our own, learned from a handful of examples.
import { analyzer, classifier, trainClassifier } from 'kenning/listening';
import { english, englishVectors } from 'kenning/listening/english';

const goods = ['my parcel', 'the lamp', 'this saddle', 'a pump', 'our bike', 'the chain', 'the blue frame', 'the bell'];
const asked: Readonly<Record<string, readonly string[]>> = {
  delivery: ['where is', 'when do you bring', 'I still wait for', 'can I track'],
  refund: ['I want my money back for', 'please refund', 'how do I return', 'take back'],
  size: ['which size do I need of', 'is there a larger', 'how long is', 'what are the measures of'],
};
const texts = Object.entries(asked).flatMap(([label, beginnings]) =>
  beginnings.flatMap((beginning) => goods.map((good) => ({ label, text: `${beginning} ${good}` }))),
);

const vectors = englishVectors();
const model = await trainClassifier(texts, { vectors });
const { analyze } = analyzer({ languages: [english()], intent: classifier(model, { vectors }) });

const posts = [
  'I am waiting for the blue lamp, where is it?',
  'Really love the new saddle, thank you so much!',
  'Horrible. I want a refund for this pump.',
  'Wo ist denn mein Paket?',
];
for (const post of posts) {
  const { language, sentiment, intent } = analyze(post);
  console.log(`${language} ${sentiment} ${intent}: ${post}`);
}
